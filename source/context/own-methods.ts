import type { BoundStores, Store } from '../types.js'
import { abandon, drop, finish, pairsOf, pushPairs, slots, top } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'

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
 * @returns the mark of the record, or `null` when one of them has not what it takes
 */
export function enterByOwnMethods(stores: BoundStores, message: unknown, openScope: OpenScope): number | null {
  const mark = top
  pushPairs(stores)
  for (let i = pairsOf(mark); i < top; i += 2) {
    if (isScopable(slots[i])) continue
    drop(mark)
    return null
  }
  let i = pairsOf(mark)
  try {
    for (; i < top; i += 2) {
      const value = valueAt(mark, i, stores, message, 'scope')
      if (value !== NO_VALUE) slots[i + 1] = openScope(slots[i], value)
    }
  } catch (error) {
    abandon(mark, i, leave)
    throw error
  }
  finish(mark, leave)
  return mark
}

function leave(mark: number): void {
  try {
    disposeScopes(pairsOf(mark), top - 3)
  } finally {
    drop(mark)
  }
}

/** Disposes the scopes of the pairs from `last` back to `first`; all of them, even if one throws. */
function disposeScopes(first: number, last: number): void {
  for (let i = last; i >= first; i -= 2) {
    if (slots[i] === undefined) continue
    try {
      const scope: Disposable = slots[i + 1]
      scope[Symbol.dispose]()
    } catch (error) {
      disposeScopes(first, i - 2)
      throw error
    }
  }
}
