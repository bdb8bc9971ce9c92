import { surfaceOnNextTick } from '../host/publish.js'
import { append, dispose, takeLast } from '../primordials.js'
import type { BoundStores, Store } from '../types.js'
import { type Entry, leaveAfter } from './entry.js'
import { afterFailure, type Failure } from '../suppressed.js'
import { enterInOrder, type Walk } from './walk.js'

// Stores with methods of their own: agents subclass AsyncLocalStorage, and bind what is only shaped like one.

/** Whether a store has the methods to be entered and left without a closure. */
export function isScopable(store: Store): boolean {
  return typeof store.withScope === 'function' ||
    (typeof store.enterWith === 'function' && typeof store.getStore === 'function')
}

/** Enters one store by its own methods, whatever they are. */
export type OpenScope = (store: Store, value: unknown) => Disposable

/**
 * Enters all of `stores` in style `scope`, each by its own methods. Where a store throws, those entered before it are left
 * again.
 *
 * @returns the entry, or `null` when one of them has not what it takes
 */
export function enterByOwnMethods(stores: BoundStores, message: unknown, openScope: OpenScope): Entry | null {
  let areScopable = true
  stores.forEach((_transform, store) => { if (!isScopable(store)) areScopable = false })
  if (!areScopable) return null
  const entry = new ScopesEntry(message, openScope)
  try {
    enterInOrder(entry, stores)
  } catch (error) {
    throw leaveAfter(entry, error, 'scope')
  }
  return entry
}

/** The scopes of stores, in the order in which they were opened. */
class ScopesEntry implements Walk, Entry {
  readonly message: unknown
  readonly style = 'scope'
  readonly mayFail = true
  readonly #openScope: OpenScope
  readonly #scopes: Disposable[] = []

  constructor(message: unknown, openScope: OpenScope) {
    this.message = message
    this.#openScope = openScope
  }

  beforeTransform(): void {}

  afterTransform(): void {}

  enter(store: Store, value: unknown): void {
    append(this.#scopes, this.#openScope(store, value))
  }

  /** Disposes all of them, even if one throws. */
  leave(): void {
    let failure: Failure | undefined
    for (let scope = takeLast(this.#scopes); scope !== undefined; scope = takeLast(this.#scopes)) {
      try {
        scope[dispose]()
      } catch (error) {
        failure = afterFailure(error, failure)
      }
    }
    if (failure !== undefined) throw failure.error
  }

  leaveScope(): void {
    this.leave()
  }
}

// Stores that are not native, among those that are: a transform bound or patched them when all stores of its channel had
// been found to be native, or someone patched them between entering and leaving.

/** What puts the old value back in a store that was entered by its own `withScope`. */
class OwnScope {
  readonly scope: Disposable

  constructor(scope: Disposable) {
    this.scope = scope
  }
}

/** Instead of what puts the old value back: the store was not entered. */
const NOT_ENTERED = Symbol('not entered')

/**
 * Enters a value in a store by the store's own methods. What they throw surfaces on the next tick, as for a transform: there
 * is no way back from here.
 *
 * @returns what {@link leaveCustom} takes
 */
export function enterCustom(store: Store, value: unknown, byScope: boolean): unknown {
  try {
    if (byScope && typeof store.withScope === 'function') return new OwnScope(store.withScope(value))
    const prior = store.getStore()
    store.enterWith(value)
    return prior
  } catch (error) {
    surfaceOnNextTick(error)
    return NOT_ENTERED
  }
}

/**
 * Leaves a store by its own methods. Returns what is to be thrown once the other stores of the entry have been left: what they
 * throw, and what was to be thrown before.
 */
export function leaveCustom(store: Store, prior: unknown, before: Failure | undefined): Failure | undefined {
  if (prior === NOT_ENTERED) return before
  try {
    if (prior instanceof OwnScope) prior.scope[dispose]()
    else store.enterWith(prior)
    return before
  } catch (error) {
    return afterFailure(error, before)
  }
}
