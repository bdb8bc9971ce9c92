import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'

/**
 * The `then` of a value that may be anything. A getter that throws shall do so for those who wait for the value. By
 * name, and not by `methodOf`: 20 ns less for an object.
 */
export function thenOf(value: any): AnyFunction | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  try {
    const { then } = value
    return typeof then === 'function' ? then : undefined
  } catch {
    return undefined
  }
}

/**
 * Calls the `then` of a thenable that the caller gets as it is, as Node 26 does: a subclass of Promise, another realm's
 * promise, a query builder. The two functions are its own: it may call both of them, and more than once, and keep them.
 */
export function drive(
  semantics: Semantics, channels: TraceChannels, context: Context, result: PromiseLike<unknown>
): PromiseLike<unknown> {
  // The name is in the TypeError that a `then` which is no function any more ends with; Node's own is this.
  result.then(
    function onResolve(value) { return fulfil(semantics, channels, context, value) },
    function onReject(error) { fail(semantics, channels, context, error) }
  )
  return result
}
