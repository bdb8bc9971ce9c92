import type { Channel } from 'node:diagnostics_channel'
import { assertFunction, invalidArgType } from '../errors.js'
import { channelOf, frontOf } from '../host/fronts.js'
import { hold, letGo } from '../host/held-channels.js'
import { append, Object } from '../primordials.js'
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
  for (let i = 0; i < chosen.length; i++) assertFunction(`handlers.${chosen[i]!.event}`, chosen[i]!.handler)
  for (let i = 0; i < chosen.length; i++) {
    const { channel, handler } = chosen[i]!
    channel.subscribe(handler as AnyFunction)
    hold(channel)
  }
}

/** Unsubscribes each handler. Gives whether all of them had been subscribed. */
export function unsubscribeAll(channels: EventChannels, handlers: object): boolean {
  const chosen = choose(channels, handlers)
  let done = true
  for (let i = 0; i < chosen.length; i++) {
    const { channel, handler } = chosen[i]!
    // @types/node says that it gives nothing; it tells whether the function was subscribed.
    if (!(channel.unsubscribe(handler as AnyFunction) as unknown as boolean)) done = false
    letGo(channel)
  }
  return done
}

/** A channel, and what there is for it. */
interface Chosen {
  readonly channel: Channel
  readonly event: string
  readonly handler: unknown
}

function choose(channels: EventChannels, handlers: object): Chosen[] {
  if (typeof handlers !== 'object' && typeof handlers !== 'function' || handlers === null) {
    throw invalidArgType('handlers', 'of type object', handlers)
  }
  const chosen: Chosen[] = []
  const events = Object.keys(channels)
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    const handler: unknown = (handlers as Record<string, unknown>)[event]
    if (handler) append(chosen, { channel: channels[event]!, event, handler })
  }
  return chosen
}
