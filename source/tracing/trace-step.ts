import type { Context } from '../types.js'
import { following } from './following.js'
import { makeResultTrace } from './result-trace.js'
import type { Tracing } from './traces.js'

const trace = makeResultTrace('traceStep', following(() => false))

/** Traces one step of an iteration, which may give its result or a promise of it. */
export function traceStep(channels: Tracing, context: Context, call: () => unknown): unknown {
  return Reflect.apply(trace, channels, [call, context])
}
