import type { CheckedOptions } from '../api/instrument-options.js'
import type { AnyFunction } from '../types.js'
import { assertFunction, invalidArgType } from './errors.js'
import { apply, Object, Reflect } from './primordials.js'
import { TracingChannel } from './tracing-channel.js'
import { isTraced, makeUntilTrace } from './traces.js'

const TRACES: Partial<Record<string, string>> =
  { sync: 'traceSync', promise: 'tracePromise', iterator: 'traceIterator' }

/**
 * See `api/instrument.ts`. Each call goes through a trace, which knows whether it is one. Of the options `context` and
 * `until` are checked; the function does not show the source of `fn`, and has no metadata of reflect-metadata.
 */
export function instrument(channel: unknown, fn: AnyFunction, options: CheckedOptions = {}): AnyFunction {
  const tracing: any = channel instanceof TracingChannel ? channel : new TracingChannel(channel)
  assertFunction('fn', fn)
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const { context, kind = 'auto', position = -1, optional = true, until } = options
  if (context !== undefined) assertFunction('options.context', context)
  const trace = until === undefined ? tracing[TRACES[kind] ?? 'trace'] : makeUntilTrace(until)

  const call = (fn: AnyFunction, thisArg: unknown, args: any[]): unknown => {
    if (!isTraced(tracing, undefined)) return apply(fn, thisArg, args)
    const callback = args.at(position)
    const takesCallback = kind === 'callback' &&
      (typeof callback === 'function' || (!optional && tracing.hasSubscribers))
    if (takesCallback) assertFunction('callback', callback)
    const message = context?.(args, thisArg)
    return apply(
      takesCallback ? tracing.traceCallback : trace, tracing,
      [fn, ...takesCallback ? [position] : [], message, thisArg, ...args]
    )
  }
  const wrapper = isConstructor(fn) ? function wrapper(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return call(fn, this, args)
    const target = new.target === wrapper ? fn : new.target
    return call((...args) => Reflect.construct(fn, args, target), undefined, args)
  } : {
    wrapper(this: unknown, ...args: unknown[]): unknown { return call(fn, this, args) }
  }.wrapper
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn))
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(fn))
}

function isConstructor(fn: AnyFunction): boolean {
  try {
    Reflect.construct(Object, [], fn)
    return true
  } catch {
    return false
  }
}
