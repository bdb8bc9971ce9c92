import type { BoundStores, Store } from '../../types.js'
import { drop, undo } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'

/** Whether a store has the methods to be entered and left without a closure. */
export function isScopable(store: Store): boolean {
  return typeof store.withScope === 'function' ||
    (typeof store.enterWith === 'function' && typeof store.getStore === 'function')
}

/** Enters one store by its own methods, whatever they are. */
export type OpenScope = (store: Store, value: unknown) => Disposable

/**
 * Enters the stores of the record at `mark` by their own methods, in manner `scope`. The undo of a store is its scope.
 * Where a store throws, those entered before it are left again.
 */
export function enterByOwnMethods(mark: number, stores: BoundStores, message: unknown, openScope: OpenScope): void {
  const { slots } = undo
  let i = mark + 2
  try {
    for (; i < undo.top; i += 2) {
      const value = valueAt(mark, i, stores, message, 'scope')
      if (value !== NO_VALUE) slots[i + 1] = openScope(slots[i], value)
    }
  } catch (error) {
    for (; i < undo.top; i += 2) slots[i] = undefined
    try {
      leaveByOwnMethods(mark)
    } finally {
      drop(mark)
    }
    throw error
  }
}

/** Disposes the scopes of the record at `mark`, last first; all of them, even if one throws. */
export function leaveByOwnMethods(mark: number): void {
  const { slots } = undo
  for (let i = mark + 2 * slots[mark + 1]; i > mark; i -= 2) {
    if (slots[i] === undefined) continue
    try {
      const scope: Disposable = slots[i + 1]
      slots[i] = undefined
      scope[Symbol.dispose]()
    } catch (error) {
      leaveByOwnMethods(mark)
      throw error
    }
  }
}
