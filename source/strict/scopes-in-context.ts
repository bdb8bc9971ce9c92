import { AsyncLocalStorage } from 'node:async_hooks'

// Which scopes are open in the asynchronous context at hand, the last one first. They are in a storage of their own: it
// goes where the scopes' values go.

/** A scope in a context. */
export interface ContextScope {
  /** Whether nothing more can go wrong with it. */
  readonly isOver: boolean
}

interface Open {
  readonly scope: ContextScope
  outer: Open | undefined
}

const storage = new AsyncLocalStorage<Open | undefined>()
// Someone may put his own in their place.
const { enterWith, getStore } = AsyncLocalStorage.prototype

/** Adds a scope. */
export function add(scope: ContextScope): void {
  set({ scope, outer: get() })
}

/**
 * Takes a scope out again, and gives those that were opened after it and are not over, or `undefined` when it is not
 * there: it was not opened in this context, nor in one that this has come from.
 */
export function remove<Scope extends ContextScope>(scope: Scope): Scope[] | undefined {
  const later: Scope[] = []
  let open = get()
  while (open !== undefined && open.scope !== scope) {
    // Those of one process are all of one class.
    if (!open.scope.isOver) later.push(open.scope as Scope)
    open = open.outer
  }
  if (open === undefined) return undefined
  set(later.reduceRight((outer: Open | undefined, scope) => ({ scope, outer }), open.outer))
  return later
}

/** Drops those on the way that are over: what was left open in a context would be kept as long as that goes on. */
function get(): Open | undefined {
  const last = notOver(Reflect.apply(getStore, storage, []) as Open | undefined)
  if (last !== undefined) last.outer = notOver(last.outer)
  return last
}

function notOver(open: Open | undefined): Open | undefined {
  while (open?.scope.isOver) open = open.outer
  return open
}

function set(open: Open | undefined): void {
  Reflect.apply(enterWith, storage, [open])
}
