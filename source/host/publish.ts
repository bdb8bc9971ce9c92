import { Channel } from 'node:diagnostics_channel'
import { apply, Object } from '../primordials.js'
import { report } from '../live/errors.js'
import { hidesSubscribers } from './fronts.js'
import { isHostsOwn, isOfThisHost } from './methods.js'
import { newChannel } from './unlisted-channel.js'

export type Subscriber = (message: unknown, name: string | symbol) => void

/** An active channel keeps its subscribers in an array, in whose place another is put when they change. */
interface ChannelInsides {
  readonly _subscribers?: readonly Subscriber[] | undefined
}

/**
 * The `publish` of the host's active channels, if all it does is call the subscribers that there are when it is called.
 */
const hostPublish = probe()

/**
 * The subscribers to call for a message, each with the message and the channel's name; what they throw surfaces on the
 * next tick.
 *
 * @returns `undefined` when the channel's `publish` has to be called: someone has put his own there, it is inactive, or
 *   this host's does something else
 */
function subscribersOf(channel: Channel): readonly Subscriber[] | undefined {
  return channel.publish === hostPublish ? (channel as ChannelInsides)._subscribers : undefined
}

const { publish: idlePublish } = Channel.prototype

/** Whether a channel's `publish` may do anything: it is neither that of an active channel nor that of an idle one. */
export function isPublishedByOthers(channel: Channel): boolean {
  const { publish } = channel
  return publish !== hostPublish && publish !== idlePublish
}

/** How many subscribers a channel has: 0 where the host does not show them. */
export function countSubscribers(channel: Channel): number {
  return (channel as ChannelInsides)._subscribers?.length ?? 0
}

function probe(): Channel['publish'] | undefined {
  const probed = newChannel()
  const called: unknown[] = []
  const first = (...args: unknown[]): void => {
    called.push(...args)
    unsubscribe(probed, second)
    probed.subscribe(late)
  }
  const second = (): void => { called.push(second) }
  const late = (): void => { called.push(late) }
  try {
    probed.subscribe(first)
    probed.subscribe(second)
    const { publish } = probed
    const subscribers = (probed as ChannelInsides)._subscribers
    if (!isOfThisHost(publish) || !Array.isArray(subscribers)) return undefined
    publish.call(probed, called)
    const expected = [called, probed.name, second]
    const asExpected = called.length === 3 && called.every((value, i) => value === expected[i])
    return asExpected && subscribers.length === 2 && subscribers[0] === first && subscribers[1] === second
      ? publish
      : undefined
  } catch {
    return undefined
  } finally {
    for (const subscriber of [first, second, late]) unsubscribe(probed, subscriber)
  }
}

/** Takes a subscriber back, unless the host refuses: then it holds no more than this. */
function unsubscribe(channel: Channel, subscriber: Subscriber): void {
  try {
    channel.unsubscribe(subscriber)
  } catch {}
}

// A subscriber that throws is the public way to have the host itself raise an uncaughtException on the next tick,
// with its own timing: a `throw` in a tick of ours would hold up the ticks queued behind it.

/**
 * Surfaces an error as an uncaughtException on the next tick, as the host does for failing subscribers and transforms.
 */
export const surfaceOnNextTick = makeSurface()

function makeSurface(): (error: unknown) => void {
  if (hidesSubscribers) return report
  const raise = (error: unknown): never => { throw error }
  if (hostPublish !== undefined) {
    // What the host's publish needs of a channel: no channel is made of it, and whoever wraps `publish` has no call to
    // see.
    const failures = { _subscribers: [raise] }
    return (error) => { apply(hostPublish, failures, [error]) }
  }
  const failures: any = newChannel()
  try {
    failures.bindStore({}, raise)
    failures.subscribe(raise)
    failures.unsubscribe(raise)
  } catch {
    // A host that refuses what it does not know.
    return report
  }
  const { publish, runStores, withStoreScope } = failures
  if (isHostsOwn(runStores) && (withStoreScope === undefined || isHostsOwn(withStoreScope))) {
    // Someone has put a `publish` of his own there, which is not to see this. A transform that throws is as good.
    Object.assign(failures, { publish() {}, withStoreScope })
    return (error) => { apply(runStores, failures, [error, nothing]) }
  }
  failures.subscribe(raise)
  return (error) => { apply(publish, failures, [error]) }
}

function nothing(): void {}

// What `publish` of the host's active channels does, without a call into the host, once for each event. V8 learns for
// each place in the code which function is called there, and inlines it while it is always the same one; the host has
// one place for the subscribers of all channels. With one function that is told the event and chooses the place, too
// little was left of what V8 inlines at most: a trace without stores took a fifth more time.

export function publishStart(channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    const subscriber = subscribers[i]!
    try {
      subscriber(message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

export function publishEnd(channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    const subscriber = subscribers[i]!
    try {
      subscriber(message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

export function publishAsyncStart(channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    const subscriber = subscribers[i]!
    try {
      subscriber(message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

export function publishAsyncEnd(channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    const subscriber = subscribers[i]!
    try {
      subscriber(message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

/** Publishes any other message. */
export function publish(channel: Channel, message: unknown): void {
  const subscribers = subscribersOf(channel)
  if (subscribers === undefined) return channel.publish(message)
  for (let i = 0; i < subscribers.length; i++) {
    const subscriber = subscribers[i]!
    try {
      subscriber(message, channel.name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}
