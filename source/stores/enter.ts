import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible, storesOf } from '../host/bound-stores.js'
import { enterPlain, enterScopable, NOT_ENTERED } from '../host/context/enter-stores.js'
import type { Manner } from '../host/context/manner.js'
import { undo } from '../host/context/undo-stack.js'
import { openScope } from './run-scope.js'

export { leave } from '../host/context/undo-stack.js'

/** The mark of a channel whose stores take the host's own `runStores`, and a closure. */
export const NESTED = NOT_ENTERED

/**
 * Enters the stores of a channel as Node 26 does, on any host: plain ones in one step, others by their own methods.
 * Gives the mark to leave them by, or {@link NESTED}: the host does not show its stores, or one of them has nothing but
 * `run`.
 */
export function enterAsNode26(channel: Channel, message: unknown): number {
  const stores = storesOf(channel)
  if (stores === undefined) return storesAreVisible || !channel.hasSubscribers ? undo.top : NESTED
  if (stores.size === 0) return undo.top
  const mark = enterPlain(stores, message, 'scope')
  return mark === NOT_ENTERED ? enterScopable(stores, message, openScope) : mark
}

/**
 * Enters the stores of a channel as the host does. {@link NESTED}: one of them is not plain, or the way into the context
 * can't follow the host's manner to the letter; the host's own code knows how.
 */
export function enterAsHost(channel: Channel, message: unknown, manner: Manner): number {
  const stores = storesOf(channel)
  return stores === undefined || stores.size === 0 ? undo.top : enterPlain(stores, message, manner)
}
