import type { Channel } from 'node:diagnostics_channel'
import type { CallInStores } from '../context/backend.js'
import { callInStores } from '../context/enter.js'
import { use } from '../context/opened-scope.js'
import { publishEnd } from '../host/publish.js'
import { apply, joined } from '../primordials.js'
import { suppress } from '../suppressed.js'
import type { AnyFunction, Context, Store, TraceChannels, WindowChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Semantics } from './semantics.js'

// The calls of traces whose window the host's own code has to open, most often `runStores`: it enters stores that take
// a function to run.

const NONE: readonly Store[] = []

/** A call whose window is opened by somebody who takes a function to call in it. */
class NestedCall implements CallInStores {
  readonly semantics: Semantics
  readonly channel: Channel
  readonly end: Channel
  /** The channels of a trace, which publishes what fn throws. */
  readonly channels: TraceChannels | undefined
  readonly message: Context
  readonly fn: AnyFunction
  readonly thisArg: unknown
  readonly args: ArrayLike<unknown>
  /** What is made of the result of fn, in the window. */
  readonly take: ((call: NestedCall, result: unknown) => unknown) | undefined
  readonly make: (call: NestedCall) => unknown
  stores: readonly Store[]
  entered: number

  constructor(
    semantics: Semantics,
    { start, end }: WindowChannels,
    channels: TraceChannels | undefined,
    context: Context,
    fn: AnyFunction,
    thisArg: unknown,
    args: ArrayLike<unknown>,
    take: NestedCall['take']
  ) {
    this.semantics = semantics
    this.channel = start
    this.end = end
    this.channels = channels
    this.message = context
    this.fn = fn
    this.thisArg = thisArg
    this.args = args
    this.take = take
    this.make = makeAndEnd
    this.stores = NONE
    this.entered = 0
  }
}

/** Calls fn for traceSync. */
export function nestSync(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(new NestedCall(semantics, channels, channels, context, fn, thisArg, args, keepResult))
}

/** Calls fn for tracePromise. */
export function nestPromise(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(new NestedCall(semantics, channels, channels, context, fn, thisArg, args, followResult))
}

/** Calls fn for traceCallback. */
export function nestCallback(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(new NestedCall(semantics, channels, channels, context, fn, thisArg, args, undefined))
}

/** Calls fn in a window of two channels. */
export function nestWindow(
  semantics: Semantics,
  channels: WindowChannels,
  context: Context,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>
): unknown {
  return nest(new NestedCall(semantics, channels, undefined, context, fn, thisArg, args, undefined))
}

/** Publishes the continuation of a settled promise. */
export function nestSettled(semantics: Semantics, asyncStart: Channel, asyncEnd: Channel, context: Context): void {
  // The channel's `publish` as it is then: a subscriber of asyncStart may be the one to make it active.
  if (semantics.openByHost !== undefined) runInScope(semantics.openByHost(asyncStart, asyncEnd, context), () => {})
  else {
    const make = (): void => asyncEnd.publish(context)
    callInStores({ channel: asyncStart, message: context, make, stores: NONE, entered: 0 })
  }
}

function keepResult(call: NestedCall, result: unknown): unknown {
  call.message.result = result
  return result
}

function followResult(call: NestedCall, result: unknown): unknown {
  return call.semantics.followPromise(call.channels!, call.message, result, call.fn)
}

function nest(call: NestedCall): unknown {
  const { semantics, channel, end, message } = call
  return semantics.openByHost === undefined
    ? callInStores(call)
    : runInScope(semantics.openByHost(channel, end, message), make, undefined, [call])
}

function makeAndEnd(call: NestedCall): unknown {
  try {
    return make(call)
  } finally {
    publishEnd(call.end, call.message)
  }
}

function make(call: NestedCall): unknown {
  const { take, channels } = call
  try {
    const result = apply(call.fn, call.thisArg, call.args)
    return take === undefined ? result : take(call, result)
  } catch (error) {
    if (channels !== undefined) publishError(channels, call.message, error)
    throw error
  }
}

/**
 * Where calls go that a trace does not make itself. Looked up as properties, because V8 gives up optimized code at a
 * property that was never looked up, but keeps the call of a function that it knows, and makes the array of rest
 * arguments for it: 56 bytes in each trace, though the call never happens.
 */
export const elsewhere = {
  nestSync,
  nestPromise,
  nestCallback,
  nestSettled,

  /** Has the host's own method make the call, with the arguments `first` and then the rest, of which most have none. */
  leaveToHost(method: AnyFunction, thisArg: unknown, args: unknown[], ...first: unknown[]): unknown {
    return apply(method, thisArg, args.length === 0 ? first : joined(first, args))
  }
}

/**
 * Calls fn in a scope that the host or someone's own method has opened, with all that `using` does. A compiler writes
 * `using` with globals that a program may replace.
 */
export function runInScope(
  scope: Disposable | null | undefined, fn: AnyFunction, thisArg?: unknown, args: unknown[] = []
): unknown {
  const opened = use(scope)
  let result: unknown
  try {
    result = apply(fn, thisArg, args)
  } catch (error) {
    try {
      opened?.dispose()
    } catch (another) {
      throw suppress(another, error)
    }
    throw error
  }
  opened?.dispose()
  return result
}
