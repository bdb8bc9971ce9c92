import type { BoundStores, Store } from '../../types.js'
import type { Manner } from './manner.js'
import { enterByOwnMethods, isScopable, leaveByOwnMethods, type OpenScope } from './own-methods.js'
import { isPlain } from './plain.js'
import { portable } from './portable.js'
import { beginRecord, beginRecordOfOne, drop, everyStore, reversePairs } from './undo-stack.js'
import { way } from './way-in-use.js'

/** Instead of a mark: the stores were not entered, and can't be in the way that was asked for. */
export const NOT_ENTERED = -1

/** Enters stores in one step, if all of them are plain and the way in use follows `manner` exactly. */
export function enterPlain(stores: BoundStores, message: unknown, manner: Manner): number {
  if (!way.follows(manner)) return NOT_ENTERED
  const mark = beginRecord(way.leave, stores)
  if (!everyStore(mark, isPlain)) {
    drop(mark)
    return NOT_ENTERED
  }
  if (manner === 'run') reversePairs(mark)
  way.enter(mark, stores, message, manner)
  return mark
}

/** Enters stores in manner `scope`, each by its own methods, if all of them have what it takes. */
export function enterScopable(stores: BoundStores, message: unknown, openScope: OpenScope): number {
  const mark = beginRecord(leaveByOwnMethods, stores)
  if (!everyStore(mark, isScopable)) {
    drop(mark)
    return NOT_ENTERED
  }
  enterByOwnMethods(mark, stores, message, openScope)
  return mark
}

/** Enters a value in one store: in one step if it is plain, else by its `getStore` and `enterWith`. */
export function enterOne(store: Store, value: unknown): number {
  const chosen = isPlain(store) ? way : portable
  const mark = beginRecordOfOne(chosen.leave, store)
  chosen.enter(mark, NO_STORES, value, 'scope')
  return mark
}

const NO_STORES: BoundStores = new Map()
