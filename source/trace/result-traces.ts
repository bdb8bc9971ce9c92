import { assertFunction } from '../errors.js'
import { apply, joined } from '../primordials.js'
import type { AnyFunction, Context } from '../types.js'
import { isDeclaredIterator, isIteration } from './iterators.js'
import { isStream } from '../host/streams.js'
import { following, makeResultTrace } from './trace-result.js'
import { followIteration } from './traced-iterables.js'
import type { Tracing } from './traces.js'
import { semanticsUntil, type Until } from './until.js'

/** The traces that only the API has: they go by what fn returns. */
export const resultTraces = {
  /** For any function: an iterator is what says that it is one, and a stream is what the host takes for one. */
  trace: makeResultTrace('trace', following((channels, context, value) => {
    return (isDeclaredIterator(value) || isStream(value)) && followIteration(channels, context, value)
  })),

  /** For a function that is known to give iterators: one is what could be one. */
  traceIterator: makeResultTrace('traceIterator', following((channels, context, value) => {
    return isIteration(value) && followIteration(channels, context, value)
  })),

  /** For a function of which somebody else knows when its operation is over. */
  traceUntil(
    this: Tracing, fn: AnyFunction, until: Until, context?: Context, thisArg?: unknown, ...args: unknown[]
  ): unknown {
    assertFunction('fn', fn)
    assertFunction('until', until)
    if (!this.hasSubscribers) return apply(fn, thisArg, args)
    return apply(makeUntilTrace(until), this, joined([fn, context, thisArg], args))
  }
}

/** Makes the trace of operations that are over when `until` says so. */
export function makeUntilTrace(until: Until): AnyFunction {
  return makeResultTrace('traceUntil', semanticsUntil(until))
}
