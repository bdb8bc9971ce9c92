import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Channel as HostChannel } from 'node:diagnostics_channel'

// The types of channels are tracescope's own: `Channel` of @types/node has its two parameters the other way round up to 24,
// and no bounded channels. With `any` for both it is the same everywhere.

/** A channel of the host that knows its messages and the values of its stores. It passes where Node's is expected, and back. */
export interface TypedChannel<ContextType = any, StoreType = ContextType> extends HostChannel<any, any> {
  publish(message: ContextType): void
  subscribe(onMessage: Subscriber<ContextType>): void
  unsubscribe(onMessage: Subscriber<ContextType>): void
  bindStore(store: AsyncLocalStorage<StoreType>, transform: (context: ContextType) => StoreType): void
  /** Without a transform the store gets the message, so that this has to be what it holds. */
  bindStore(store: [ContextType] extends [StoreType] ? AsyncLocalStorage<StoreType> : never): void
  unbindStore(store: AsyncLocalStorage<StoreType>): boolean
  runStores<This, Args extends any[], Result>(
    context: ContextType, fn: (this: This, ...args: Args) => Result, thisArg?: This, ...args: Args
  ): Result
}

/**
 * What is called with the messages of a channel. Node's own take `unknown`: a plain function type would keep Node's channels from
 * being passed for ours, one with a property is compared as the parameters of methods are, either way.
 */
export interface Subscriber<ContextType> {
  (message: ContextType, name: string | symbol): void
  readonly length: number
}

/** A channel to make others of: any that binds stores of that kind. Subscribers do not tell what its messages are. */
export type ChannelOf<ContextType, StoreType> = HostChannel<any, any> & Pick<TypedChannel<ContextType, StoreType>, 'bindStore'>

/** The two channels of a bounded channel. */
export interface BoundedChannelCollection<ContextType = any, StoreType = ContextType> {
  readonly start: ChannelOf<ContextType, StoreType>
  readonly end: ChannelOf<ContextType, StoreType>
}

/** The five channels of a tracing channel. */
export interface TracingChannelCollection<ContextType = any, StoreType = ContextType> extends BoundedChannelCollection<ContextType, StoreType> {
  readonly asyncStart: ChannelOf<ContextType, StoreType>
  readonly asyncEnd: ChannelOf<ContextType, StoreType>
  readonly error: ChannelOf<ContextType, StoreType>
}

/** Subscribers of a bounded channel. */
export interface BoundedChannelSubscribers<ContextType extends object> {
  start?: Handler<ContextType> | undefined
  end?: Handler<ContextType> | undefined
}

/** Subscribers of a tracing channel. @types/node has them without the name of the channel, which each gets. */
export interface TracingChannelSubscribers<ContextType extends object> {
  start?: Handler<ContextType> | undefined
  end?: Handler<ContextType & { error?: unknown, result?: unknown }> | undefined
  asyncStart?: Handler<ContextType & { error?: unknown, result?: unknown }> | undefined
  asyncEnd?: Handler<ContextType & { error?: unknown, result?: unknown }> | undefined
  error?: Handler<ContextType & { error: unknown }> | undefined
}

type Handler<Message> = (message: Message, name: string | symbol) => void
