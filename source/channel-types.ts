import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Channel as HostChannel } from 'node:diagnostics_channel'

// The types of @types/node 26, for all versions of it: up to 24 the type parameters of a channel come the other way round, and
// there are no bounded channels.

/** A channel of the host, which knows its message and what its stores hold. It can be passed where Node's is expected, and back. */
export interface Channel<ContextType = any, StoreType = ContextType> extends HostChannel<any, any> {
  publish(message: ContextType): void
  subscribe(onMessage: Subscriber<ContextType>): void
  unsubscribe(onMessage: Subscriber<ContextType>): any
  bindStore(store: AsyncLocalStorage<StoreType>, transform?: StoreTransform<ContextType, StoreType>): any
  unbindStore(store: AsyncLocalStorage<StoreType>): any
  runStores<This, Args extends any[], Result>(context: ContextType, fn: (this: This, ...args: Args) => Result, thisArg?: This, ...args: Args): Result
}

/**
 * What is called with the messages of a channel. Node's own take `unknown`: a plain function type would keep Node's channels from
 * being passed for ours, one with a property is compared as the parameters of methods are, either way.
 */
export interface Subscriber<ContextType> {
  (message: ContextType, name: string | symbol): void
  readonly length: number
}

/** What makes the value of a store from a message; with a property for the same reason. */
export interface StoreTransform<ContextType, StoreType> {
  (context: ContextType): StoreType
  readonly length: number
}

/** What a trace adds to its context, by the time of `end` and of what comes later. */
interface Outcome {
  error?: unknown
  result?: unknown
}

/** Functions to subscribe to the channels of a tracing channel. */
export interface TracingChannelSubscribers<ContextType extends object> {
  start: (message: ContextType) => void
  end: (message: ContextType & Outcome) => void
  asyncStart: (message: ContextType & Outcome) => void
  asyncEnd: (message: ContextType & Outcome) => void
  error: (message: ContextType & { error: unknown }) => void
}

/** The channels that a tracing channel can be made of. */
export interface TracingChannelCollection<ContextType extends object = any, StoreType = ContextType> extends BoundedChannelCollection<ContextType, StoreType> {
  asyncStart: Channel<ContextType, StoreType>
  asyncEnd: Channel<ContextType, StoreType>
  error: Channel<ContextType, StoreType>
}

/** Functions to subscribe to the channels of a bounded channel. */
export interface BoundedChannelSubscribers<ContextType extends object> {
  start: (message: ContextType) => void
  end: (message: ContextType) => void
}

/** The channels that a bounded channel can be made of. */
export interface BoundedChannelCollection<ContextType extends object = any, StoreType = ContextType> {
  start: Channel<ContextType, StoreType>
  end: Channel<ContextType, StoreType>
}
