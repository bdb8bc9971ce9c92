import diagnosticsChannel, { type Channel } from 'node:diagnostics_channel'
import { invalidArgType } from '../errors.js'
import { cannotEnter, report } from '../live/errors.js'
import { Front } from '../live/front.js'
import type { BoundStores, Store } from '../types.js'
import { newChannel } from './unlisted-channel.js'

/**
 * Whether the host's channels do not show who is subscribed: workerd's. They let a subscriber end a trace, and tell of
 * no stores. A *front* stands before each of them; on other hosts none is ever made.
 */
export const hidesSubscribers = !('_subscribers' in newChannel())

const fronts = Front.makeAll(diagnosticsChannel, { surface: report, enter, invalidArgType })

/** Enters what is shaped like a storage. */
function enter(stores: BoundStores, message: unknown): { leave(): void } | undefined {
  if (stores.size === 0) return undefined
  const entered: Array<readonly [Store, unknown]> = []
  stores.forEach((transform, store) => {
    entered.push([store, store.getStore()])
    store.enterWith(transform ? transform(message) : message)
  })
  return { leave: () => { for (const [store, prior] of entered.reverse()) store.enterWith(prior) } }
}

/** The channel of that name; on a host whose channels hide their subscribers, what stands before it. */
export const channelOf: typeof diagnosticsChannel.channel =
  hidesSubscribers ? fronts.channel as never : diagnosticsChannel.channel

/** What stands before a channel, if that hides its subscribers. */
export function frontOf(channel: Channel): Channel {
  return hidesSubscribers ? fronts.frontOf(channel as never) as never : channel
}

/** Throws for a channel with stores, on a host that enters stores for a function alone: the scope would enter none. */
export function refuseStores(channel: Channel): void {
  if (
    channel instanceof Front && channel._stores.size > 0
  ) throw cannotEnter('withStoreScope()', 'channel.runStores(message, fn)')
}

export function isFront(value: unknown): boolean {
  return value instanceof Front
}
