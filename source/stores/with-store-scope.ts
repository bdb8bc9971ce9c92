import { Channel } from 'node:diagnostics_channel'
import type { ChannelOf } from '../channels/types.js'
import type { Watch } from '../copies.js'
import { invalidArgType } from '../invalid-arg-type.js'
import { NO_SCOPE, openStoreScope } from './run-stores-scope.js'

// What strict mode replaces.
let open = openStoreScope

/**
 * Enters every store bound to a channel and publishes a message to it: `Channel#withStoreScope` of Node 26
 * (nodejs/node#61674) on every host.
 *
 * ```js
 * using scope = withStoreScope(channel, message)
 * ```
 *
 * Each store gets the message, or what its transform makes of it; where a transform throws, the store keeps its outer
 * value and the error becomes an uncaughtException on the next tick. Subscribers see the stores. Disposing restores all
 * stores, last first; disposing again does nothing.
 *
 * @param channel the channel; when it has neither subscribers nor stores nothing happens
 * @param message what is published, and what the transforms get
 * @returns the scope, with `[Symbol.dispose]()` alone, as in Node
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `channel` is not a Channel, or has a store bound to it that can't be
 *   entered without a function to run: one with nothing but `run`, which Node up to 25 allows
 */
export function withStoreScope<Message, StoreType = Message>(channel: ChannelOf<Message, StoreType>, message: Message): Disposable {
  if (!isChannel(channel)) throw invalidArgType('channel', 'an instance of Channel', channel)
  return channel.hasSubscribers ? open(channel, message) : NO_SCOPE
}

/** Lets strict mode watch the scopes that `withStoreScope` opens. */
export function watchStoreScopes(watch: Watch): void {
  open = watch(openStoreScope)
}

const { publish: publishOfIdle } = Channel.prototype

/** Whether a value is a channel of the host. */
export function isChannel(value: unknown): value is Channel {
  if (typeof value !== 'object' || value === null) return false
  // The method first: `instanceof` is a call of the host's own, and an idle channel need not wait 8 ns for that.
  return (value as Channel).publish === publishOfIdle || value instanceof Channel
}
