import type { Channel } from 'node:diagnostics_channel'
import { assertFunction } from '../errors.js'
import { Object } from '../primordials.js'
import { apiSemantics } from '../trace/api-semantics.js'
import { FiveChannels } from '../trace/channels.js'
import { resultTraces } from '../trace/result-traces.js'
import { makeTraces, newContext } from '../trace/traces.js'
import type { Until } from '../trace/until.js'
import type { AnyFunction } from '../types.js'
import { channelFrom, subscribeAll, unsubscribeAll } from './channel-args.js'
import type {
  TraceFailure, TraceOutcome, TracingChannelCollection, TracingChannelSubscribers, TypedChannel
} from './channel-types.js'

/**
 * The five channels that announce one kind of operation: `TracingChannel` of Node 26 on every host, over the host's own
 * channels.
 *
 * A trace publishes `start` and `end` around the call, `asyncStart` and `asyncEnd` around what follows it later, and
 * `error` when it fails; the message of all of them is the context. Stores bound to `start` are entered for the call,
 * stores bound to `asyncStart` for the continuation. Whether a trace is live is decided once, when it begins.
 */
export interface TracingChannel<ContextType extends object = any> {
  /** Published when a trace begins. */
  readonly start: TypedChannel<ContextType>

  /** Published when the call has returned or thrown. */
  readonly end: TypedChannel<ContextType & TraceOutcome>

  /** Published when the promise is settled, or the callback is called. */
  readonly asyncStart: TypedChannel<ContextType & TraceOutcome>

  /** Published when the continuation is over: for a callback, when it has returned. */
  readonly asyncEnd: TypedChannel<ContextType & TraceOutcome>

  /** Published when the operation has failed. */
  readonly error: TypedChannel<ContextType & TraceFailure<ContextType>>

  /** Whether one of the five channels has a subscriber or a bound store. */
  readonly hasSubscribers: boolean

  /**
   * Subscribes functions to the channels of the same name.
   *
   * @param handlers `{ start, end, asyncStart, asyncEnd, error }`, any of them
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it is not an object, or one is not a function; then nothing was
   *   subscribed
   */
  subscribe(handlers: TracingChannelSubscribers<ContextType>): void

  /**
   * Takes subscribed functions back.
   *
   * @param handlers `{ start, end, asyncStart, asyncEnd, error }`, any of them
   * @returns whether all of them had been subscribed
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it is not an object
   */
  unsubscribe(handlers: TracingChannelSubscribers<ContextType>): boolean

  /**
   * Traces a synchronous call: `start`, the call, `error` if it throws, `end`.
   *
   * @param fn      what to call
   * @param context the message of all events, which gets `result` or `error`; by default a new object without prototype
   * @param thisArg the `this` of fn
   * @param args    the arguments of fn
   * @returns what fn returns
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
   */
  traceSync<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result, context?: ContextType, thisArg?: This, ...args: Args
  ): Result

  /**
   * Traces a call that gives a promise: the call as in {@link traceSync}, then, when the promise is settled, `error` if
   * it is rejected, `asyncStart`, `asyncEnd`.
   *
   * A native promise is chained: the caller gets a promise that settles after the events. Any other thenable, a
   * subclass of Promise included, is returned as it is, but for a `then` of its own: the trace hears what its first
   * consumer hears, just before it does. One that nobody consumes has no `asyncStart` and `asyncEnd`; one that can't be
   * changed is a value, the result at `end`. A value that is no thenable is returned with a process warning, and
   * without `asyncStart` and `asyncEnd`.
   *
   * @param fn      what to call
   * @param context the message of all events, which gets `result` or `error`; by default a new object without prototype
   * @param thisArg the `this` of fn
   * @param args    the arguments of fn
   * @returns a native promise for the one that fn gave, or what fn gave
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
   */
  tracePromise<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result, context?: ContextType, thisArg?: This, ...args: Args
  ): Result

  /**
   * Traces a call that takes a callback `(err, result) => …`: the call as in {@link traceSync} but without its result,
   * then, each time the callback is called, `error` if `err` is truthy, `asyncStart`, the callback, `asyncEnd`.
   *
   * @param fn       what to call
   * @param position which of the arguments is the callback; negative counts from the end
   * @param context  the message of all events, which gets `result` or `error`; by default a new object without
   *   prototype: Node 26.10 passes a frozen one, and throws when it is to get its result
   * @param thisArg  the `this` of fn
   * @param args     the arguments of fn, the callback among them
   * @returns what fn returns
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function, or, if there are subscribers,
   *   the argument at `position` is not
   */
  traceCallback<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result, position?: number, context?: ContextType, thisArg?: This, ...args: Args
  ): Result

  /**
   * Traces any call, and goes by what it returns:
   *
   * - a value: as {@link traceSync}
   * - a promise or another thenable: as {@link tracePromise}
   * - an iterator or async iterator, which has a `next` and can be iterated itself: as {@link traceIterator}
   * - a stream, a web ReadableStream or a Readable or Duplex of Node's: as {@link traceIterator}
   * - a promise of an iterator or a stream: as {@link traceIterator}, once the promise is fulfilled
   *
   * At `end` the context has a `result` if the operation is over, and none if `asyncStart` and `asyncEnd` are to come.
   *
   * @param fn      what to call
   * @param context the message of all events, which gets `result` or `error`; by default a new object without prototype
   * @param thisArg the `this` of fn
   * @param args    the arguments of fn
   * @returns what fn returns; for a native promise, one that settles after the events
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
   */
  trace<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result, context?: ContextType, thisArg?: This, ...args: Args
  ): Result

  /**
   * Traces a call that gives an iterator, an async iterator, an object with `[Symbol.asyncIterator]`, a stream, or a
   * promise of one of them, to the end of the iteration: `start` and `end` around the call; then, when the iterator is
   * done, fails, or is left by `return`, `error` if it has failed, `asyncStart`, `asyncEnd`, once. The result is the
   * iterator's return value.
   *
   * Each `next`, `return` and `throw` runs in the stores of the trace, and is traced by the tracing channel of the same
   * name with `:next` after it; the message there is `{ operation, method, arguments }`, where `operation` is the
   * context.
   *
   * A stream is over when it is closed, cancelled, destroyed or failed, whoever reads it and however: it is watched,
   * and neither read nor locked. It has no result. Who leaves it without an error has ended the operation, which has
   * not failed.
   *
   * The iterator stays the same object: it gets methods of its own. One that can't be changed is a value, as is all
   * else that fn may return. An iterator or stream that is never finished publishes no more, and is collected with all
   * that belongs to it.
   *
   * @param fn      what to call
   * @param context the message of all events, which gets `result` or `error`; by default a new object without prototype
   * @param thisArg the `this` of fn
   * @param args    the arguments of fn
   * @returns what fn returns; for a native promise, one that settles after the iterator is traced
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
   */
  traceIterator<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result, context?: ContextType, thisArg?: This, ...args: Args
  ): Result

  /**
   * Traces a call whose operation is over when somebody says so: `start` and `end` around the call; then, when `finish`
   * is called, `error` if it gets one, `asyncStart`, `asyncEnd`, once. For emitters, submittables, and all that tells
   * its outcome neither by what it returns nor to a callback.
   *
   * @param fn      what to call
   * @param until   called with what fn has returned, and `finish(error?, result?)`, while someone listens, before
   *   `end`. An error is what is neither `undefined` nor `null`. When `until` throws, its error surfaces on the next
   *   tick, and the operation is over at `end`, with what fn has returned as its result
   * @param context the message of all events, which gets `result` or `error`; by default a new object without prototype
   * @param thisArg the `this` of fn
   * @param args    the arguments of fn
   * @returns what fn returns, always the same object
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` or `until` is not a function
   */
  traceUntil<This, Args extends any[], Result>(
    fn: (this: This, ...args: Args) => Result,
    until: Until<Result>,
    context?: ContextType,
    thisArg?: This,
    ...args: Args
  ): Result
}

/** The class of tracing channels: for `new`, `extends` and `instanceof`. */
export interface TracingChannelConstructor {
  /** See {@link tracingChannel}. */
  new <ContextType extends object = any>(
    nameOrChannels: string | TracingChannelCollection<ContextType>
  ): TracingChannel<ContextType>
  readonly prototype: TracingChannel
}

/** The class of tracing channels: for `new`, `extends` and `instanceof`. See {@link tracingChannel}. */
export const TracingChannel = class {
  readonly #channels: FiveChannels

  constructor(nameOrChannels: unknown) {
    this.#channels = new FiveChannels((event) => channelFrom(nameOrChannels, event, 'TracingChannel'))
    Object.defineProperty(this, 'error', { value: this.#channels.error })
  }

  get start(): Channel {
    return this.#channels.start
  }

  get end(): Channel {
    return this.#channels.end
  }

  get asyncStart(): Channel {
    return this.#channels.asyncStart
  }

  get asyncEnd(): Channel {
    return this.#channels.asyncEnd
  }

  get hasSubscribers(): boolean {
    return this.#channels.hasSubscribers
  }

  subscribe(handlers: object): void {
    subscribeAll({ ...this.#channels }, handlers)
  }

  unsubscribe(handlers: object): boolean {
    return unsubscribeAll({ ...this.#channels }, handlers)
  }
} as unknown as TracingChannelConstructor

const traces = makeTraces({
  semantics: apiSemantics,
  newContext: { traceSync: newContext, tracePromise: newContext, traceCallback: newContext },
  admits(fn: unknown): boolean {
    assertFunction('fn', fn)
    return true
  }
})
const method = (value: AnyFunction): PropertyDescriptor => ({ value, writable: true, configurable: true })
Object.defineProperties(TracingChannel.prototype, {
  traceSync: method(traces.traceSync),
  tracePromise: method(traces.tracePromise),
  traceCallback: method(traces.traceCallback),
  trace: method(resultTraces.trace),
  traceIterator: method(resultTraces.traceIterator),
  traceUntil: method(resultTraces.traceUntil)
})

/**
 * Makes a {@link TracingChannel}: `diagnostics_channel.tracingChannel` of Node 26 on every host. Its channels are the
 * host's: who subscribes to them through `node:diagnostics_channel` sees its traces.
 *
 * @param nameOrChannels a name, `'db.query'` for the channels `tracing:db.query:start` and so on, or the five channels
 *   as `{ start, end, asyncStart, asyncEnd, error }`
 * @throws TypeError `ERR_INVALID_ARG_TYPE`
 */
export function tracingChannel<ContextType extends object = any>(
  nameOrChannels: string | TracingChannelCollection<ContextType>
): TracingChannel<ContextType> {
  return new TracingChannel(nameOrChannels)
}
