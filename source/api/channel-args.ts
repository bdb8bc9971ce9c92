import type { Channel } from 'node:diagnostics_channel'
import { assertFunction, invalidArgType } from '../errors.js'
import { channelOf, frontOf } from '../host/fronts.js'
import { hold, letGo } from '../host/held-channels.js'
import { Object } from '../primordials.js'
import type { AnyFunction } from '../types.js'
import { isChannel } from './with-store-scope.js'

/**
 * One of the channels that a name or a collection of channels stands for.
 *
 * @param nameOrChannels `'db.query'` for the host's channel `tracing:db.query:<event>`, or an object that has the
 *   channel as its property `event`
 * @param event          which one
 * @param className      what else could be given, for the error
 * @throws TypeError `ERR_INVALID_ARG_TYPE`
 */
export function channelFrom(nameOrChannels: unknown, event: string, className: string): Channel {
  if (typeof nameOrChannels === 'string') return channelOf(`tracing:${nameOrChannels}:${event}`)
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw invalidArgType('nameOrChannels', `of type string or an instance of ${className} or Object`, nameOrChannels)
  }
  const found: unknown = (nameOrChannels as Record<string, unknown>)[event]
  if (!isChannel(found)) throw invalidArgType(`nameOrChannels.${event}`, 'an instance of Channel', found)
  return frontOf(found)
}

/** Channels by the name of their event. */
export type EventChannels = Readonly<Record<string, Channel>>

/** Subscribes to each channel that there is a handler for; to none of them if one of the handlers is not a function. */
export function subscribeAll(channels: EventChannels, handlers: object): void {
  const chosen = choose(channels, handlers)
  for (const [, event, handler] of chosen) assertFunction(`handlers.${event}`, handler)
  for (const [channel, , handler] of chosen) {
    channel.subscribe(handler as AnyFunction)
    hold(channel)
  }
}

/** Unsubscribes each handler. Gives whether all of them had been subscribed. */
export function unsubscribeAll(channels: EventChannels, handlers: object): boolean {
  let done = true
  for (const [channel, , handler] of choose(channels, handlers)) {
    // @types/node says that it gives nothing; it tells whether the function was subscribed.
    if (!(channel.unsubscribe(handler as AnyFunction) as unknown as boolean)) done = false
    letGo(channel)
  }
  return done
}

function choose(channels: EventChannels, handlers: object): Array<[Channel, string, unknown]> {
  if (typeof handlers !== 'object' && typeof handlers !== 'function' || handlers === null) {
    throw invalidArgType('handlers', 'of type object', handlers)
  }
  const chosen: Array<[Channel, string, unknown]> = []
  for (const [event, channel] of Object.entries(channels)) {
    const handler: unknown = (handlers as Record<string, unknown>)[event]
    if (handler) chosen.push([channel, event, handler])
  }
  return chosen
}
