import type { Channel } from 'node:diagnostics_channel'
import { assertFunction } from '../errors.js'
import { publishEnd } from '../host/publish.js'
import { dispose, Object } from '../primordials.js'
import { unwatched } from '../registry.js'
import { node26 } from '../trace/node26.js'
import { runInScope } from '../trace/slow-path.js'
import { runWindow } from '../trace/window.js'
import { disposeAfter } from '../suppressed.js'
import type { AnyFunction, WindowChannels } from '../types.js'
import { channelFrom, subscribeAll, unsubscribeAll } from './channel-args.js'
import type { BoundedChannelCollection, BoundedChannelSubscribers, TypedChannel } from './channel-types.js'
import { type OpenStoreScope, openStoreScope } from './with-store-scope.js'

/** An open window of a bounded channel, or none if nobody listened when it was to be opened. */
export class BoundedChannelScope implements Disposable {
  #stores: Disposable | undefined
  #end: Channel | undefined
  #context: unknown

  /** A program that has come by the class leaves the last one out, as with Node's. */
  constructor(
    bounded: WindowChannels & { hasSubscribers: boolean }, context: unknown, open: OpenStoreScope = openStoreScope
  ) {
    if (!bounded.hasSubscribers) return
    const { start, end } = bounded
    this.#end = end
    this.#context = context
    this.#stores = open(start, context)
  }

  [Symbol.dispose](): void {
    const stores = this.#stores
    if (stores === undefined) return
    const context = this.#context
    this.#stores = this.#context = undefined
    try {
      publishEnd(this.#end!, context)
    } catch (error) {
      throw disposeAfter(stores, error)
    }
    stores[dispose]()
  }
}

/**
 * A pair of channels, `start` and `end`, around something that happens: `BoundedChannel` of Node 26 on every host.
 *
 * The context is the message of both; the stores bound to `start` are entered from start to end.
 */
export interface BoundedChannel<ContextType extends object = any> {
  /** Published when the window is opened. */
  readonly start: TypedChannel<ContextType>

  /** Published when the window is closed. */
  readonly end: TypedChannel<ContextType>

  /** Whether one of the two channels has a subscriber or a bound store. */
  readonly hasSubscribers: boolean

  /**
   * Subscribes functions to the channels of the same name.
   *
   * @param handlers `{ start, end }`, any of them
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it is not an object, or one is not a function; then nothing was
   *   subscribed
   */
  subscribe(handlers: BoundedChannelSubscribers<ContextType>): void

  /**
   * Takes subscribed functions back.
   *
   * @param handlers `{ start, end }`, any of them
   * @returns whether all of them had been subscribed
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it is not an object
   */
  unsubscribe(handlers: BoundedChannelSubscribers<ContextType>): boolean

  /**
   * Opens the window: enters the stores bound to `start` and publishes `start`. Disposing the scope publishes `end` and
   * restores the stores; disposing it again does nothing.
   *
   * @param context the message of both events. By default a new empty object: Node 26.10 passes a frozen one that all
   *   share, which its documentation does not say and nobody can write to
   * @returns the scope, with `[Symbol.dispose]()` alone, as in Node
   */
  withScope(context?: ContextType): Disposable

  /**
   * Calls a function within the window.
   *
   * @param context the message of both events; a new empty object if `null` or `undefined`
   * @param fn      what to call
   * @param thisArg its `this`
   * @param args    its arguments
   * @returns what fn returns
   * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
   */
  run<This, Args extends any[], Result>(
    context: ContextType | null | undefined, fn: (this: This, ...args: Args) => Result, thisArg?: This, ...args: Args
  ): Result
}

/** The class of bounded channels: for `new`, `extends` and `instanceof`. */
export interface BoundedChannelConstructor {
  /** See {@link boundedChannel}. */
  new <ContextType extends object = any>(
    nameOrChannels: string | BoundedChannelCollection<ContextType>
  ): BoundedChannel<ContextType>
  readonly prototype: BoundedChannel
}

/** The class of bounded channels: for `new`, `extends` and `instanceof`. See {@link boundedChannel}. */
export const BoundedChannel: BoundedChannelConstructor = class {
  declare readonly start: TypedChannel
  declare readonly end: TypedChannel

  constructor(nameOrChannels: unknown) {
    Object.defineProperty(this, 'start', { value: channelFrom(nameOrChannels, 'start', 'BoundedChannel') })
    Object.defineProperty(this, 'end', { value: channelFrom(nameOrChannels, 'end', 'BoundedChannel') })
  }

  get hasSubscribers(): boolean {
    return this.start.hasSubscribers || this.end.hasSubscribers
  }

  subscribe(handlers: object): void {
    subscribeAll({ start: this.start, end: this.end }, handlers)
  }

  unsubscribe(handlers: object): boolean {
    return unsubscribeAll({ start: this.start, end: this.end }, handlers)
  }

  withScope(context: object = {}): Disposable {
    return new BoundedChannelScope(this, context, openStoreScope)
  }

  run<Result>(
    context: object | null | undefined, fn: (...args: any[]) => Result, thisArg?: unknown, ...args: unknown[]
  ): Result {
    assertFunction('fn', fn)
    const message = context ?? {}
    // Opened by a subclass's own `withScope`, if it has one.
    const result = isOwn(this.withScope)
      ? runWindow(node26, this, message, fn, thisArg, args)
      : runInScope(this.withScope(message), fn, thisArg, args)
    return result as Result
  }
}

const ownWithScope = BoundedChannel.prototype.withScope

function isOwn(withScope: AnyFunction): boolean {
  return withScope === ownWithScope || unwatched(withScope) === ownWithScope
}

/**
 * Makes a {@link BoundedChannel}: `diagnostics_channel.boundedChannel` of Node 26 on every host.
 *
 * @param nameOrChannels a name, `'db.query'` for the channels `tracing:db.query:start` and `tracing:db.query:end`, or
 *   the two channels as `{ start, end }`
 * @throws TypeError `ERR_INVALID_ARG_TYPE`
 */
export function boundedChannel<ContextType extends object = any>(
  nameOrChannels: string | BoundedChannelCollection<ContextType>
): BoundedChannel<ContextType> {
  return new BoundedChannel(nameOrChannels)
}
