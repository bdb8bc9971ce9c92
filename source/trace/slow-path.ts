import type { Channel } from 'node:diagnostics_channel'
import type { CallInStores } from '../context/backend.js'
import { callInStores } from '../context/enter.js'
import { use } from '../context/opened-scope.js'
import { publishEnd } from '../host/publish.js'
import { apply, joined } from '../primordials.js'
import { suppress } from '../suppressed.js'
import type { AnyFunction, Context, TraceChannels, WindowChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Semantics } from './semantics.js'

// The calls of traces whose window others open: the host's own code, most often `runStores`, for stores that take a
// function to run; or the stores' own `run`, on hosts where that takes less than to enter and leave them.

/** A call in an open window. */
export interface TracedCall {
  readonly semantics: Pick<Semantics, 'followPromise'>
  /** What is published after the call. `undefined` where nothing is, or who has opened the window does it. */
  readonly end: Channel | undefined
  /** The channels of a trace, which publishes what fn throws; all of them where it follows a promise. */
  readonly channels: Pick<TraceChannels, 'error'> | undefined
  readonly message: Context
  readonly fn: AnyFunction
  readonly thisArg: unknown
  readonly args: ArrayLike<unknown>
}

/** A call whose window is opened by somebody who takes a function to call in it. */
interface NestedCall extends CallInStores, TracedCall {
  readonly message: Context
}

/** Calls fn for traceSync. */
export function nestSync(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(semantics, channels, channels, context, fn, thisArg, args, callSyncAndEnd)
}

/** Calls fn for tracePromise. */
export function nestPromise(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(semantics, channels, channels, context, fn, thisArg, args, callPromiseAndEnd)
}

/** Calls fn for traceCallback. */
export function nestCallback(
  semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  return nest(semantics, channels, channels, context, fn, thisArg, args, callAndEnd)
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
  return nest(semantics, channels, undefined, context, fn, thisArg, args, callAndEnd)
}

function nest(
  semantics: Semantics,
  { start, end }: WindowChannels,
  channels: TraceChannels | undefined,
  context: Context,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>,
  make: NestedCall['make']
): unknown {
  const { openByHost } = semantics
  const nested: NestedCall = {
    channel: start,
    message: context,
    make,
    stores: undefined,
    rest: undefined,
    semantics,
    end: openByHost === undefined ? end : undefined,
    channels,
    fn,
    thisArg,
    args
  }
  return openByHost === undefined
    ? callInStores(nested)
    : runInScope(semantics.openByHost!(start, end, context), make, undefined, [nested])
}

/** Publishes the continuation of a settled promise. */
export function nestSettled(semantics: Semantics, asyncStart: Channel, asyncEnd: Channel, context: Context): void {
  // The channel's `publish` as it is then: a subscriber of asyncStart may be the one to make it active.
  if (semantics.openByHost !== undefined) runInScope(semantics.openByHost(asyncStart, asyncEnd, context), () => {})
  else {
    const make = (): void => asyncEnd.publish(context)
    callInStores({ channel: asyncStart, message: context, make, stores: undefined, rest: undefined })
  }
}

// Each makes its call in a `try` of its own: a function in common took JavaScriptCore a tenth of a trace.

/** Makes the call of traceSync. */
export function callSyncAndEnd(traced: TracedCall): unknown {
  const { message, end } = traced
  try {
    const result = callFn(traced.fn, traced.thisArg, traced.args)
    message.result = result
    return result
  } catch (error) {
    publishError(traced.channels!, message, error)
    throw error
  } finally {
    if (end !== undefined) publishEnd(end, message)
  }
}

/** Makes the call of tracePromise. */
export function callPromiseAndEnd(traced: TracedCall): unknown {
  const { message, end, fn, channels } = traced
  try {
    const result = callFn(fn, traced.thisArg, traced.args)
    return traced.semantics.followPromise(channels as TraceChannels, message, result, fn)
  } catch (error) {
    publishError(channels!, message, error)
    throw error
  } finally {
    if (end !== undefined) publishEnd(end, message)
  }
}

/** Makes a call whose result nobody looks at. */
export function callAndEnd(traced: TracedCall): unknown {
  const { message, end, channels } = traced
  try {
    return callFn(traced.fn, traced.thisArg, traced.args)
  } catch (error) {
    if (channels !== undefined) publishError(channels, message, error)
    throw error
  } finally {
    if (end !== undefined) publishEnd(end, message)
  }
}

/**
 * Calls fn as `apply` does, which JavaScriptCore sees through only where the arguments are those of a caller. Of what
 * is no function `apply` itself has to complain.
 */
export function callFn(fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  if (thisArg === undefined && typeof fn === 'function') {
    if (args.length === 0) return fn()
    if (args.length === 1) return fn(args[0])
    if (args.length === 2) return fn(args[0], args[1])
  }
  return apply(fn, thisArg, args)
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
