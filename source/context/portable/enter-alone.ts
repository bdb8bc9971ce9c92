import { mapsIterate } from '../../primordials.js'
import type { BoundStores, Store } from '../../types.js'
import { onlyStoreOf } from '../bound-stores.js'
import type { Entered, Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { callTransform, enterFirstByWalk, type EntryWalk, isTransform, NO_VALUE } from '../walk.js'

/** What enters one store, or several. */
export interface Ways {
  one(store: Store, value: unknown): Entry
  walk(message: unknown): EntryWalk
}

/** Enters the only store of a channel in style `scope`, as most have. Returns `null` when it is not native. */
export function enterAlone(stores: BoundStores, message: unknown, ways: Ways): Entered {
  // JavaScriptCore calls forEach() at twice the time.
  const store: Store = mapsIterate() ? stores.keys().next().value! : onlyStoreOf(stores)
  if (!isNative(store)) return null
  const transform = stores.get(store)
  if (!isTransform(transform, 'scope')) return ways.one(store, message)
  const value = callTransform(transform, message)
  // It may have bound others, or given the store methods of its own.
  if (
    stores.size !== 1 || !stores.has(store) || !isNative(store)
  ) return enterFirstByWalk(ways.walk(message), store, value, stores)
  return value === NO_VALUE ? undefined : ways.one(store, value)
}
