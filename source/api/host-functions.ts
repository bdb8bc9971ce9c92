import diagnosticsChannel from 'node:diagnostics_channel'
import { channelOf, hidesSubscribers } from '../host/fronts.js'
import { forgetsSubscribers, hold, letGo } from '../host/held-channels.js'
import type { Subscriber, TypedChannel } from './channel-types.js'

// The host's own functions, by types that are the same with each version of @types/node, and know the messages.

/**
 * Finds the channel of that name, or makes it: the host's own `channel`.
 *
 * ```ts
 * const queued = channel<{ id: number }>('job.queued')
 * ```
 */
export const channel: <Message = any>(name: string | symbol) => TypedChannel<Message> = channelOf

/**
 * Whether the channel of that name has a subscriber or a bound store: the host's own `hasSubscribers`. Not exported
 * from the host's module itself: Rollup would warn those who don't use it.
 */
export const hasSubscribers: (name: string | symbol) => boolean = hidesSubscribers
  ? (name) => channelOf(name).hasSubscribers
  : diagnosticsChannel.hasSubscribers

/** Has a function called with each message of the channel of that name: the host's own `subscribe`. */
export const subscribe: <Message = any>(
  name: string | symbol, onMessage: Subscriber<Message>
) => void = forgetsSubscribers || hidesSubscribers
  ? (name, onMessage) => {
      channel(name).subscribe(onMessage)
      hold(channel(name))
    }
  : diagnosticsChannel.subscribe as (name: string | symbol, onMessage: Subscriber) => void

/** Takes a subscriber back: the host's own `unsubscribe`. Returns whether it had been subscribed. */
export const unsubscribe: <Message = any>(
  name: string | symbol, onMessage: Subscriber<Message>
) => boolean = forgetsSubscribers || hidesSubscribers
  ? (name, onMessage) => {
      const wasSubscribed = channel(name).unsubscribe(onMessage) as unknown as boolean
      letGo(channel(name))
      return wasSubscribed
    }
  : diagnosticsChannel.unsubscribe as (name: string | symbol, onMessage: Subscriber) => boolean
