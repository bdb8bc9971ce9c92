import type { Channel } from 'node:diagnostics_channel'
import type { EnterStyle } from '../context/backend.js'
import type { Entered } from '../context/entry.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'

/** What differs between hosts in a trace. The steps themselves are the same everywhere: see `window.ts`. */
export interface Semantics {
  /** How stores are entered, and what is thrown where two errors meet: both by scopes. */
  readonly style: EnterStyle
  /** Enters the stores of a channel; `null` where the host's own code has to do it. */
  enter(channel: Channel, message: Context): Entered
  /** Opens a window by the host's own code, where that is not the `runStores` of the channel. */
  readonly openByHost?: (start: Channel, end: Channel, message: Context) => Disposable
  /** Whether a window with no subscriber on start or end when it begins stays silent, whoever subscribes meanwhile. */
  readonly windowsCanBeSilent: boolean
  /** Whether traceCallback's wrapper gives its caller what the callback returned. */
  readonly returnsFromCallback: boolean
  /** What tracePromise does with the value of fn when nobody listens: gives it, after a look at it. */
  checkUntraced(result: any, fn: AnyFunction): unknown
  /** What tracePromise makes of the value of fn: arranges the continuation, and gives what the caller gets. */
  followPromise(channels: TraceChannels, context: Context, result: any, fn: AnyFunction): unknown
  /** Whether the operation goes on with the value of a promise, and its end is published by who follows that value. */
  readonly goesOn?: (channels: TraceChannels, context: Context, value: unknown) => boolean
  /** Publishes the continuation of a settled promise, asyncStart…asyncEnd, in which nothing of the caller's runs. */
  announceSettled(channels: TraceChannels, context: Context): void
  /** Lets a rejection through to the caller's promise: throws it, or gives a promise for it. */
  rethrow(error: unknown): unknown
}
