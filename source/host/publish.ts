import type { Channel } from 'node:diagnostics_channel'
import { subscribersOf, type Subscriber } from './subscribers.js'
import { surfaceOnNextTick } from './uncaught.js'

/** The events of a trace that succeeds. */
type Event = 'start' | 'end' | 'asyncStart' | 'asyncEnd'

/**
 * Publishes a message: what `publish` of the host's active channels does, without a call into the host.
 *
 * @param event which of the sites below the subscribers are called at
 */
export function publish(event: Event | 'other', channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    try {
      call(event, subscribers[i]!, message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

// A site of its own in the code for each event. V8 learns for each site which function is called there, and inlines it
// while it is always the same one: with one site for all, as the host has, it meets the subscribers of all channels there.
function call(event: Event | 'other', subscriber: Subscriber, message: unknown, name: string | symbol): void {
  switch (event) {
    case 'start': subscriber(message, name); break
    case 'end': subscriber(message, name); break
    case 'asyncStart': subscriber(message, name); break
    case 'asyncEnd': subscriber(message, name); break
    default: subscriber(message, name)
  }
}
