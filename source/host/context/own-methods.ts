import type { BoundStores, Store } from '../../types.js'
import { beginRecord, drop, everyStore, NOT_ENTERED, slots, top } from './undo-stack.js'
import { isTransform, NO_VALUE, transformed } from './values.js'

/** Whether a store has the methods to be entered and left without a closure. */
export function isScopable(store: Store): boolean {
  return typeof store.withScope === 'function' ||
    (typeof store.enterWith === 'function' && typeof store.getStore === 'function')
}

/** Enters one store by its own methods, whatever they are. */
export type OpenScope = (store: Store, value: unknown) => Disposable

/**
 * Enters all of `stores` in manner `scope`, each by its own methods; the undo of a store is its scope. Where a store
 * throws, those entered before it are left again.
 *
 * @returns the mark of the record, or `NOT_ENTERED` when one of them has not what it takes
 */
export function enterByOwnMethods(stores: BoundStores, message: unknown, openScope: OpenScope): number {
  const mark = beginRecord(leaveByOwnMethods, stores)
  if (!everyStore(mark, isScopable)) {
    drop(mark)
    return NOT_ENTERED
  }
  let i = mark + 2
  try {
    for (; i < top; i += 2) {
      const store: Store | undefined = slots[i]
      if (store === undefined) continue
      const value = isTransform(slots[i + 1], 'scope') ? transformed(mark, i, stores, message, 'scope') : message
      if (value !== NO_VALUE) slots[i + 1] = openScope(store, value)
    }
  } catch (error) {
    for (; i < top; i += 2) slots[i] = undefined
    leaveByOwnMethods(mark)
    throw error
  }
  return mark
}

/** Disposes the scopes of the record at `mark`, last first; all of them, even if one throws. */
function leaveByOwnMethods(mark: number): void {
  try {
    disposeScopes(mark)
  } finally {
    drop(mark)
  }
}

function disposeScopes(mark: number): void {
  for (let i = mark + 2 * slots[mark + 1]; i > mark; i -= 2) {
    if (slots[i] === undefined) continue
    try {
      const scope: Disposable = slots[i + 1]
      slots[i] = undefined
      scope[Symbol.dispose]()
    } catch (error) {
      disposeScopes(mark)
      throw error
    }
  }
}
