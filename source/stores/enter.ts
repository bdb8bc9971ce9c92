import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible, storesOf } from '../host/bound-stores.js'
import type { Manner } from '../host/context/manner.js'
import { enterByOwnMethods } from '../host/context/own-methods.js'
import { NOT_ENTERED, NOTHING } from '../host/context/undo-stack.js'
import { way } from '../host/context/way-in-use.js'
import { openScope } from './run-scope.js'

export { leave, NOTHING } from '../host/context/undo-stack.js'

/** The mark of a channel whose stores take the host's own `runStores`, and a closure. */
export const NESTED = NOT_ENTERED

/**
 * Enters the stores of a channel as Node 26 does, on any host: plain ones in one step, others by their own methods.
 * Gives the mark to leave them by, or {@link NESTED}: the host does not show its stores, or one of them has nothing but
 * `run`.
 */
export function enterAsNode26(channel: Channel, message: unknown): number {
  const stores = storesOf(channel)
  if (stores === undefined) return storesAreVisible || !channel.hasSubscribers ? NOTHING : NESTED
  if (stores.size === 0) return NOTHING
  const mark = way.enter(stores, message, 'scope')
  return mark === NOT_ENTERED ? enterByOwnMethods(stores, message, openScope) : mark
}

/**
 * Enters the stores of a channel as the host does. {@link NESTED}: one of them is not plain, or the way into the context
 * can't follow the host's manner to the letter; the host's own code knows how.
 */
export function enterAsHost(channel: Channel, message: unknown, manner: Manner): number {
  const stores = storesOf(channel)
  return stores === undefined || stores.size === 0 ? NOTHING : way.enter(stores, message, manner)
}
