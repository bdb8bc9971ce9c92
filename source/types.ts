import type { Channel } from 'node:diagnostics_channel'

/** What makes the value of a bound store from the message of the channel. */
export type Transform = (message: any) => unknown

/** What can be bound to a channel: an AsyncLocalStorage, a subclass of it, or something shaped like one. */
export interface Store {
  getStore(): unknown
  enterWith(value: unknown): void
  run(value: unknown, fn: (...args: any[]) => unknown, ...args: any[]): unknown
  withScope?(value: unknown): Disposable
}

/** The stores bound to a channel, each with its transform, in the order in which they were bound. */
export type BoundStores = ReadonlyMap<Store, Transform | null | undefined>

/** The message that subscribers get and that a trace fills in: `result` or `error`. */
export type Context = any

/** Any function, called with `Reflect.apply`. */
export type AnyFunction = (...args: any[]) => any

/** The two channels of a window. */
export interface WindowChannels {
  readonly start: Channel
  readonly end: Channel
}

/** The five channels of a trace. */
export interface TraceChannels extends WindowChannels {
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel
}
