import { surfaceOnNextTick } from '../host/publish.js'
import type { Store } from '../types.js'
import type { Manner } from './manner.js'
import { slots } from './undo-stack.js'

// Stores that are not plain, among those that are: a transform bound or patched them when all of its channel's had been
// found to be plain, or someone patched them between entering and leaving.

/** The undo of a store that was entered by its own `withScope`. */
class OwnScope {
  readonly scope: Disposable

  constructor(scope: Disposable) {
    this.scope = scope
  }
}

/**
 * Enters a value in the store of the pair at `index` by the store's own methods. What they throw surfaces on the next
 * tick, as for a transform: there is no way back from here.
 */
export function enterStranger(index: number, value: unknown, manner: Manner): void {
  const store: Store = slots[index]
  try {
    if (manner === 'scope' && typeof store.withScope === 'function') {
      slots[index + 1] = new OwnScope(store.withScope(value))
    } else {
      slots[index + 1] = store.getStore()
      store.enterWith(value)
    }
  } catch (error) {
    surfaceOnNextTick(error)
    slots[index + 1] = store
    slots[index] = undefined
  }
}

/** What a store threw when it was left. */
export interface Failure {
  readonly error: unknown
}

/**
 * Leaves the store of the pair at `index` by the store's own methods. Gives what they throw, to be thrown once the other
 * stores of the record have been left and the record dropped.
 */
export function leaveStranger(store: Store, undo: unknown): Failure | undefined {
  try {
    if (undo instanceof OwnScope) undo.scope[Symbol.dispose]()
    else store.enterWith(undo)
    return undefined
  } catch (error) {
    return { error }
  }
}
