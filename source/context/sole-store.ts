import type { BoundStores, Store } from '../types.js'
import { isPlain } from './plain.js'

/** The only store of a channel, if it is a plain one without a transform: most channels have that, and it takes half the steps. */
export function soleStoreOf(stores: BoundStores): Store | undefined {
  if (stores.size !== 1) return undefined
  stores.forEach(meet)
  const store = sole
  sole = undefined
  return store
}

let sole: Store | undefined

// A fixed function: `for…of` makes an iterator.
function meet(transform: unknown, store: Store): void {
  sole = transform === undefined && isPlain(store) ? store : undefined
}
