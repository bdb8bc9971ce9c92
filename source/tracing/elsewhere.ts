import type { AnyFunction, TraceChannels } from '../types.js'
import { nestCallback, nestPromise, nestSettled, nestSync } from './nested.js'

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
    return Reflect.apply(trace, channels, [...first, ...args])
  }
}
