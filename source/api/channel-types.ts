import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Channel as HostChannel } from 'node:diagnostics_channel'

// The types of channels are tracescope's own: `Channel` of @types/node has its two parameters the other way round up to
// 25, and no bounded channels. With `any` for both it is the same everywhere. All of them are interfaces without
// private members, so that those of another copy of the package are the same types: of the other module format, or of
// another version.

/** A channel of the host that knows its messages. It passes where Node's is expected, and back. */
export interface TypedChannel<Message = any> extends HostChannel<any, any> {
  /** Calls the subscribers with a message. It enters no stores: see `runStores`. */
  publish(message: Message): void

  /** Has a function called with each message, and the name of the channel, until `unsubscribe` is called with it. */
  subscribe(onMessage: Subscriber<Message>): void

  /** Takes a subscriber back. It tells whether that had been subscribed, which @types/node does not know. */
  unsubscribe(onMessage: Subscriber<Message>): void

  /**
   * Binds a storage: it has a value of its own for as long as a message is being worked on, in `runStores`, in a trace,
   * or in a scope of `withStoreScope`. Several agents can bind storages of different types.
   *
   * @param store     the storage
   * @param transform makes the storage's value of the message; without one the value is the message
   */
  bindStore<Value>(store: AsyncLocalStorage<Value>, transform: (message: Message) => NoInfer<Value>): void
  /** Binds a storage that gets the message itself: a message has to be what the storage holds. */
  bindStore(store: StoreOfMessages<Message>): void

  /** Takes a storage back. Returns whether it had been bound. */
  unbindStore(store: AsyncLocalStorage<any>): boolean

  /**
   * Publishes a message and calls a function, both within the bound stores.
   *
   * @param message what is published
   * @param fn      what to call
   * @param thisArg its `this`
   * @param args    its arguments
   */
  runStores<This, Args extends any[], Result>(
    message: Message, fn: (this: This, ...args: Args) => Result, thisArg?: This, ...args: Args
  ): Result
}

/** A storage that can hold the messages of a channel: `AsyncLocalStorage<Message>`, or one of something wider. */
export type StoreOfMessages<Message> = AsyncLocalStorage<any> & {
  // As a property rather than a method, its parameter is held against the message in one direction alone.
  readonly enterWith: (message: Message) => void
}

/**
 * What is called with the messages of a channel. Node's own take `unknown`: a plain function type would keep Node's
 * channels from being passed for ours, one with a property is compared as the parameters of methods are, either way.
 */
export interface Subscriber<Message = any> {
  (message: Message, name: string | symbol): void
  readonly length: number
}

/** Any channel, tracescope's or Node's, that runs functions for such messages. */
export type ChannelOf<Message = any> = HostChannel<any, any> & {
  // Of all methods of a channel this one alone tells its messages in every version of @types/node.
  runStores(message: Message, fn: () => void): unknown
}

/**
 * The two channels of a bounded channel: `start` tells what their messages are. A bounded or tracing channel is such a
 * collection itself.
 */
export interface BoundedChannelCollection<ContextType = any> {
  /** Published when the window is opened. */
  readonly start: ChannelOf<ContextType>
  /** Published when the window is closed. */
  readonly end: ChannelOf<NoInfer<ContextType>>
}

/**
 * The five channels of a tracing channel: `start` tells what their messages are. A tracing channel is such a collection
 * itself.
 */
export interface TracingChannelCollection<ContextType = any> extends BoundedChannelCollection<ContextType> {
  /** Published when a trace begins. */
  readonly start: ChannelOf<ContextType>
  /** Published when the call has returned or thrown. */
  readonly end: ChannelOf<NoInfer<ContextType>>
  /** Published when the promise is settled, or the callback is called. */
  readonly asyncStart: ChannelOf<NoInfer<ContextType>>
  /** Published when the continuation is over: for a callback, when it has returned. */
  readonly asyncEnd: ChannelOf<NoInfer<ContextType>>
  /** Published when the operation has failed. */
  readonly error: ChannelOf<NoInfer<ContextType>>
}

/** Subscribers of a bounded channel, any of them. */
export interface BoundedChannelSubscribers<ContextType extends object = any> {
  /** Called when the window is opened, within the stores bound to `start`. */
  start?: Handler<ContextType> | undefined
  /** Called when the window is closed, still within the stores bound to `start`. */
  end?: Handler<ContextType> | undefined
}

/** Subscribers of a tracing channel, any of them. All that belong to one call get the same object: its context. */
export interface TracingChannelSubscribers<ContextType extends object = any> {
  /**
   * Called before the function, within the stores bound to `start`. The context has neither `result` nor `error` yet.
   */
  start?: Handler<ContextType> | undefined
  /**
   * Called when the function has returned or thrown, within the stores bound to `start`. If the operation is over with
   * that, the context has its `result` or `error`; if it has neither, `asyncStart` and `asyncEnd` are to come.
   */
  end?: Handler<ContextType & TraceOutcome> | undefined
  /**
   * Called when the promise is settled, the iteration is over, or the callback is about to be called, within the stores
   * bound to `asyncStart`. The context has its `result` or `error`. Not called for an operation that was over at `end`.
   */
  asyncStart?: Handler<ContextType & TraceOutcome> | undefined
  /**
   * Called after `asyncStart`; for a callback, when the callback has returned. It is the last event of an operation
   * that goes on after `end`: the place to end a span.
   */
  asyncEnd?: Handler<ContextType & TraceOutcome> | undefined
  /** Called when the operation has failed: before `end` if it threw, before `asyncStart` if it failed later. */
  error?: Handler<ContextType & TraceFailure<ContextType>> | undefined
}

/**
 * What a trace adds to its context once the outcome is known. A message type may say what it is, as
 * `{ sql: string, result?: Row[], error?: DatabaseError }`: then that is its type in all handlers.
 */
export interface TraceOutcome {
  /**
   * What the operation came to: what the function returned, what its promise was fulfilled with, or the callback's
   * second argument.
   */
  result?: unknown
  /** Why it failed: what was thrown, what its promise was rejected with, or the callback's first argument. */
  error?: unknown
}

/** What a trace has added to its context at `error`. */
export interface TraceFailure<ContextType = any> {
  /**
   * Why the operation failed: what was thrown, what its promise was rejected with, or the callback's first argument.
   */
  error: ContextType extends { error?: infer Declared } ? Exclude<Declared, undefined> : unknown
}

/** Called with a context and the name of the channel. */
export type Handler<Message = any> = (message: Message, name: string | symbol) => void
