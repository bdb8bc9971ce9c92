import type { Channel } from 'node:diagnostics_channel'
import { assertFunction, invalidArgType } from '../invalid-arg-type.js'
import type { AnyFunction } from '../types.js'

/** Channels by the name of their event. */
export type EventChannels = Readonly<Record<string, Channel>>

/** Subscribes to each channel that there is a handler for; to none of them if one of the handlers is not a function. */
export function subscribeAll(channels: EventChannels, handlers: object): void {
  const chosen = choose(channels, handlers)
  for (const [, event, handler] of chosen) assertFunction(`handlers.${event}`, handler)
  for (const [channel, , handler] of chosen) channel.subscribe(handler as AnyFunction)
}

/** Unsubscribes each handler. Gives whether all of them had been subscribed. */
export function unsubscribeAll(channels: EventChannels, handlers: object): boolean {
  let done = true
  for (const [channel, , handler] of choose(channels, handlers)) {
    // @types/node says that it gives nothing; it tells whether the function was subscribed.
    if (!(channel.unsubscribe(handler as AnyFunction) as unknown as boolean)) done = false
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
