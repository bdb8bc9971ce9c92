import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Behaviour } from './semantics.js'
import { callInWindow, open } from './window.js'

/** The one function that traceCallback makes: publishes the outcome, and calls the callback in the continuation. */
export function wrapCallback(behaviour: Behaviour, channels: TraceChannels, context: Context, callback: AnyFunction): AnyFunction {
  return function wrappedCallback(this: unknown, err: unknown, res: unknown) {
    if (err) publishError(channels, context, err)
    else context.result = res
    const { asyncStart, asyncEnd } = channels
    const entered = open(behaviour, asyncStart, asyncEnd, context)
    const result = callInWindow(behaviour, entered, asyncStart, asyncEnd, context, callback, this, arguments)
    return behaviour.returnsFromCallback ? result : undefined
  }
}

/** The index that `Array.prototype.at` understands a position as. */
export function indexOf(position: number, length: number): number {
  const index = Math.trunc(position) || 0
  return index < 0 ? index + length : index
}
