import { hostTracesWork } from '../host/prototypes.js'
import { callUntraced } from '../tracing/node26.js'
import { traceCallback, tracePromise, traceSync } from '../tracing/trace.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Shim } from './shim.js'

type Tracing = TraceChannels & { hasSubscribers: boolean }

/** `traceSync` of a tracing channel, without closures. */
export function fastTraceSync(shim: Shim, host: AnyFunction): AnyFunction {
  const newContext = shim.host.defaultContexts.traceSync
  return {
    traceSync(this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args)
      if (!shim.traces()) return Reflect.apply(host, this, [fn, context, thisArg, ...args])
      return traceSync(shim.behaviour, this, context === undefined ? newContext() : context, fn, thisArg, args)
    }
  }.traceSync
}

/** `tracePromise` of a tracing channel, without closures. */
export function fastTracePromise(shim: Shim, host: AnyFunction): AnyFunction {
  const newContext = shim.host.defaultContexts.tracePromise
  const call = shim.host.thenables === 'kept' ? callUntraced : Reflect.apply
  return {
    tracePromise(this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!this.hasSubscribers) return call(fn, thisArg, args)
      if (!shim.traces()) return Reflect.apply(host, this, [fn, context, thisArg, ...args])
      return tracePromise(shim.behaviour, this, context === undefined ? newContext() : context, fn, thisArg, args)
    }
  }.tracePromise
}

/** `traceCallback` of a tracing channel, with no closure but the callback's wrapper. */
export function fastTraceCallback(shim: Shim, host: AnyFunction): AnyFunction {
  const newContext = shim.host.defaultContexts.traceCallback
  return {
    traceCallback(this: Tracing, fn: AnyFunction, position = -1, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args)
      // Without a callback: the host's own complaint, where the host lives to make it.
      const complaint = hostTracesWork && typeof args.at(position) !== 'function'
      if (complaint || !shim.traces()) return Reflect.apply(host, this, [fn, position, context, thisArg, ...args])
      return traceCallback(shim.behaviour, this, context === undefined ? newContext() : context, fn, position, thisArg, args)
    }
  }.traceCallback
}
