import { AsyncLocalStorage } from '../host/async-hooks.js'
import { append, apply, Object } from '../primordials.js'
import type { AnyFunction } from '../types.js'
import { adopt, isOwn } from './native-store.js'
import type { ResourceStore } from './resource/resource-store.js'

// Which storages are disabled and enabled while calls are isolated. On async_hooks that holds for all resources at
// once, and the host does not show its list of storages: they are noted by the methods that do it.

interface Switch {
  readonly storage: ResourceStore
  /** Before it. */
  readonly wasEnabled: boolean
}

/** What was switched since the outermost isolated call began. */
export const switched: Switch[] = []

let depth = 0
let methodsNote = false

/** Begins an isolated call, and gives where its switches begin. */
export function beginNoting(): number {
  if (!methodsNote) letMethodsNote()
  depth++
  return switched.length
}

/** Ends an isolated call. The one around it has to know of the switches as well. */
export function endNoting(): void {
  depth--
  if (depth === 0) switched.length = 0
}

/** Whether a switch is the first of its storage, from `mark` on: the one that tells how the storage was before. */
export function isFirstSwitch(mark: number, index: number): boolean {
  for (let i = mark; i < index; i++) {
    if (switched[i]!.storage === switched[index]!.storage) return false
  }
  return true
}

/** Not before the first isolated call: who isolates nothing has the host as it is. */
function letMethodsNote(): void {
  methodsNote = true
  noteIn('disable', true)
  noteIn('_enable', false)
}

function noteIn(name: 'disable' | '_enable', wasEnabled: boolean): void {
  const prototype: any = AsyncLocalStorage.prototype
  const method: AnyFunction = prototype[name]
  const { [name]: value } = {
    [name](this: ResourceStore): unknown {
      if (depth > 0 && this.enabled === wasEnabled) append(switched, { storage: this, wasEnabled })
      return apply(method, this, [])
    }
  }
  Object.defineProperty(prototype, name, { value })
  // What goes on to somebody else's counts as theirs.
  if (name === '_enable' && isOwn('_enable', method)) adopt('_enable', value)
}
