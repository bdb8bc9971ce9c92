import type { Channel } from 'node:diagnostics_channel'
import { use } from '../context/opened-scope.js'
import { publishEnd } from '../host/publish.js'
import { apply, joined } from '../primordials.js'
import { suppress } from '../suppressed.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Semantics } from './semantics.js'

// The calls of traces whose window the host's own code has to open, most often `runStores`: it enters stores that take a function
// to run.
// They take closures, and so stand apart: V8 would allocate the context of a closure each time that a function with one
// is called, whether it gets there or not.

/** Calls fn for traceSync. */
export function nestSync(semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(semantics, channels, context, () => {
    const result = apply(fn, thisArg, args)
    context.result = result
    return result
  })
}

/** Calls fn for tracePromise. */
export function nestPromise(semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(semantics, channels, context, () => semantics.followPromise(channels, context, apply(fn, thisArg, args), fn))
}

/** Calls fn for traceCallback. */
export function nestCallback(semantics: Semantics, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(semantics, channels, context, () => apply(fn, thisArg, args))
}

/** Publishes the continuation of a settled promise. */
export function nestSettled(semantics: Semantics, asyncStart: Channel, asyncEnd: Channel, context: Context): void {
  // The channel's `publish` as it is then: a subscriber of asyncStart may be the one to make it active.
  if (semantics.openByHost !== undefined) runInScope(semantics.openByHost(asyncStart, asyncEnd, context), () => {})
  else asyncStart.runStores(context, () => asyncEnd.publish(context))
}

function nest(semantics: Semantics, channels: TraceChannels, context: Context, call: () => unknown): unknown {
  return nestWindow(semantics, channels.start, channels.end, context, () => {
    try {
      return call()
    } catch (error) {
      publishError(channels, context, error)
      throw error
    }
  })
}

/** Calls a function in a window of two channels. */
export function nestWindow(semantics: Semantics, start: Channel, end: Channel, context: Context, call: () => unknown): unknown {
  if (semantics.openByHost !== undefined) return runInScope(semantics.openByHost(start, end, context), call)
  return start.runStores(context, () => {
    try {
      return call()
    } finally {
      publishEnd(end, context)
    }
  })
}

/**
 * Where calls go that a trace does not make itself. Looked up as properties, because V8 gives up optimized code at a
 * property that was never looked up, but keeps the call of a function that it knows, and makes the array of rest arguments
 * for it: 56 bytes in each trace, though the call never happens.
 */
export const elsewhere = {
  nestSync,
  nestPromise,
  nestCallback,
  nestSettled,

  /** Has the host's own trace make the call, with the arguments `first` and then the rest. */
  leaveToHost(trace: AnyFunction, channels: TraceChannels, args: unknown[], ...first: unknown[]): unknown {
    return apply(trace, channels, joined(first, args))
  }
}

/**
 * Calls fn in a scope that the host or someone's own method has opened, with all that `using` does. A compiler writes `using` with
 * globals that a program may replace.
 */
export function runInScope(scope: Disposable | null | undefined, fn: AnyFunction, thisArg?: unknown, args: unknown[] = []): unknown {
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
