import { apply, trunc } from '../primordials.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Semantics } from './semantics.js'
import { callInWindow, isWindowHeard } from './window.js'

/** The one function that traceCallback makes: publishes the outcome, and calls the callback in the continuation. */
export function wrapCallback(
  semantics: Semantics, channels: TraceChannels, context: Context, callback: AnyFunction
): AnyFunction {
  return function wrappedCallback(this: unknown, err: unknown, res: unknown) {
    if (err) publishError(channels, context, err)
    else context.result = res
    const { asyncStart, asyncEnd } = channels
    const result = isWindowHeard(semantics, asyncStart, asyncEnd)
      ? callInWindow(semantics, asyncStart, asyncEnd, context, callback, this, arguments)
      : apply(callback, this, arguments)
    return semantics.returnsFromCallback ? result : undefined
  }
}

/** The index that `Array.prototype.at` understands a position as. */
export function indexOf(position: number, length: number): number {
  const index = trunc(position) || 0
  return index < 0 ? index + length : index
}
