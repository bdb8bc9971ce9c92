import type { TracingChannel } from '../channels/tracing-channel.js'
import { assertFunction } from '../invalid-arg-type.js'
import type { AnyFunction } from '../types.js'
import type { InstrumentOptions } from './options.js'

/** A call while someone listens. */
export type TracedCall = (fn: AnyFunction, thisArg: unknown, args: unknown[]) => unknown

/** Makes what traces the calls of an instrumented function. */
export function makeTracedCall(channel: TracingChannel, { context, kind = 'auto', position = -1 }: InstrumentOptions): TracedCall {
  const contextOf = (args: unknown[], thisArg: unknown): object | undefined => context?.(args, thisArg)
  switch (kind) {
    case 'sync': return (fn, thisArg, args) => channel.traceSync(fn, contextOf(args, thisArg), thisArg, ...args)
    case 'promise': return (fn, thisArg, args) => channel.tracePromise(fn, contextOf(args, thisArg), thisArg, ...args)
    case 'iterator': return (fn, thisArg, args) => channel.traceIterator(fn, contextOf(args, thisArg), thisArg, ...args)
    case 'auto': return (fn, thisArg, args) => channel.trace(fn, contextOf(args, thisArg), thisArg, ...args)
    case 'callback': return (fn, thisArg, args) => {
      // Before the context is made: a call that can't be traced makes none.
      assertFunction('callback', args.at(position))
      return channel.traceCallback(fn, position, contextOf(args, thisArg), thisArg, ...args)
    }
  }
}
