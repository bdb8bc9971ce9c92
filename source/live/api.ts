import type { AnyFunction } from '../types.js'
import { Channel, channel } from './channels.js'
import { assertFunction } from './errors.js'
import { isLive } from './host.js'
import { instrument } from './instrument.js'
import { RunScope } from './scopes.js'
import { isolate as isolateUnchecked, withScope, withStoreScope } from './stores.js'
import { BoundedChannel, TracingChannel } from './tracing-channel.js'

// The live part of the entries for browsers and edges: the API over the channels and storages of a host that has them,
// found by asking it. Where there is no such host it is loaded, at most, and not used.

const boundedChannel = (nameOrChannels: unknown): BoundedChannel => new BoundedChannel(nameOrChannels)
const tracingChannel = (nameOrChannels: unknown): TracingChannel => new TracingChannel(nameOrChannels)
const hasSubscribers = (name: string | symbol): boolean => channel(name).hasSubscribers
const subscribe = (name: string | symbol, subscriber: AnyFunction): void => channel(name).subscribe(subscriber)
const unsubscribe = (name: string | symbol, subscriber: AnyFunction): boolean => channel(name).unsubscribe(subscriber)

function isolate(fn: AnyFunction, thisArg?: unknown, ...args: unknown[]): unknown {
  assertFunction('fn', fn)
  return isolateUnchecked(fn, thisArg, ...args)
}

/** What differs from the API that is silent, or `undefined` where there is no host to use. */
export const live = isLive ? {
  BoundedChannel, boundedChannel, Channel, channel, hasSubscribers, instrument, isolate, RunScope, subscribe,
  TracingChannel, tracingChannel, unsubscribe, withScope, withStoreScope
} : undefined
