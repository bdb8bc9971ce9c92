import type { Channel } from 'node:diagnostics_channel'
import type { BoundStores } from '../types.js'
import type { CallInStores, EnterStyle } from './backend.js'
import { storesAreVisible, storesOf } from './bound-stores.js'
import { enterByOwnMethods } from './custom-store.js'
import type { Entered } from './entry.js'
import { openScope } from './run-scope.js'
import { backend } from './select-backend.js'

/**
 * Enters the stores of a channel as Node 26 does, on any host: native ones in one step, others by their own methods.
 * Returns `null` where the host does not show its stores, or one of them has nothing but `run`: that takes the host's
 * own `runStores` and a closure.
 */
export function enterAsNode26(channel: Channel, message: unknown): Entered {
  const stores = storesOf(channel)
  if (stores === undefined) return storesAreVisible || !channel.hasSubscribers ? undefined : null
  return stores.size === 0 ? undefined : enterStoresAsNode26(stores, message)
}

/**
 * Enters the stores of a channel for a call. Returns `null` also where the call is better made in their `run`: then
 * {@link callInStores} makes it.
 */
export const enterForCall: typeof enterAsNode26 = backend.nesting === undefined ? enterAsNode26 : enterUnlessNested

function enterUnlessNested(channel: Channel, message: unknown): Entered {
  const stores = storesOf(channel)
  nestable = stores !== undefined && backend.nesting!.admits(stores) ? stores : undefined
  return nestable === undefined ? enterAsNode26(channel, message) : null
}

/** The stores for which `null` was returned last: nothing else is called before the call in them. */
let nestable: BoundStores | undefined

/** Makes a call in the stores of its channel: by the host's `runStores`, or as that would. */
export function callInStores(call: CallInStores): unknown {
  const stores = nestable
  nestable = undefined
  return stores === undefined ? runStoresOfHost(call) : backend.nesting!.run(call, stores)
}

/** With two arguments: the method may be anyone's, and is called as the host calls it. */
function runStoresOfHost(call: CallInStores): unknown {
  return call.channel.runStores(call.message, () => call.make(call))
}

/** The same, with the stores that are bound to the channel, of which there are some. */
export function enterStoresAsNode26(stores: BoundStores, message: unknown): Entered {
  const entered = backend.enter(stores, message, 'scope')
  return entered === null ? enterByOwnMethods(stores, message, openScope) : entered
}

/**
 * Enters the stores of a channel as the host does. Returns `null` where one of them is not native, or the backend can't
 * follow the host's style to the letter; the host's own code knows how.
 */
export function enterAsHost(channel: Channel, message: unknown, style: EnterStyle): Entered {
  const stores = storesOf(channel)
  return stores === undefined || stores.size === 0 ? undefined : backend.enter(stores, message, style)
}
