import type { Channel } from 'node:diagnostics_channel'
import { isMap } from 'node:util/types'
import { hidesSubscribers } from '../host/fronts.js'
import { newChannel } from '../host/unlisted-channel.js'
import type { BoundStores, Store } from '../types.js'

/** An active channel keeps its bound stores in a Map; an inactive one has none. The same on every host known so far. */
interface ChannelInsides {
  readonly _stores?: BoundStores | undefined
}

/**
 * Whether this host shows which stores are bound to a channel. If not, stores can only be entered by its `runStores`.
 */
export const storesAreVisible = probe()

/** The stores bound to a channel, or `undefined` when it is inactive or the host does not show them. */
export function storesOf(channel: Channel): BoundStores | undefined {
  return storesAreVisible ? (channel as ChannelInsides)._stores : undefined
}

function probe(): boolean {
  if (hidesSubscribers) return false
  const probed = newChannel()
  // Not a real one: on some hosts making a storage costs every promise from then on.
  const store: any = {}
  const transform = (): undefined => undefined
  try {
    probed.bindStore(store, transform)
    const stores = (probed as ChannelInsides)._stores
    // A Map by what it is: Node's own has no prototype of ours.
    const visible = isMap(stores) && stores.size === 1 && stores.get(store) === transform
    probed.unbindStore(store)
    return visible && !(probed as ChannelInsides)._stores?.size
  } catch {
    // It may refuse what is no storage.
    return false
  }
}

/** The store of a channel that has just one. */
export function onlyStoreOf(stores: BoundStores): Store {
  stores.forEach(meet)
  const store = met!
  // Nothing may be held alive by a trace that is over.
  met = undefined
  return store
}

let met: Store | undefined

// A fixed function: `for…of` makes an iterator, some 300 bytes a call.
function meet(_transform: unknown, store: Store): void {
  met = store
}
