import type { CheckedOptions } from '../api/instrument-options.js'
import type { AnyFunction } from '../types.js'
import { assertFunction, invalidArgType } from './errors.js'
import { TracingChannel } from './tracing-channel.js'
import { isTraced, makeUntilTrace } from './traces.js'

const TRACES = { sync: 'traceSync', promise: 'tracePromise', iterator: 'traceIterator', auto: 'trace' }

/**
 * See `api/instrument.ts`. Each call goes through a trace, which knows whether it is one. The types of options are checked, no
 * more; the function does not show the source of `fn`, and has no metadata of reflect-metadata.
 */
export function instrument(channel: unknown, fn: AnyFunction, options: CheckedOptions = {}): AnyFunction {
  const tracing: any = channel instanceof TracingChannel ? channel : new TracingChannel(channel)
  assertFunction('fn', fn)
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const { context, kind = 'auto', position = -1, optional = true, until } = options
  if (context !== undefined) assertFunction('options.context', context)
  const traceUntil = until && makeUntilTrace(until)

  const call = (fn: AnyFunction, thisArg: unknown, args: any[]): unknown => {
    const message = isTraced(tracing, undefined) ? context?.(args, thisArg) : undefined
    if (kind === 'callback' && (!optional || typeof args.at(position) === 'function')) return tracing.traceCallback(fn, position, message, thisArg, ...args)
    return Reflect.apply(traceUntil ?? tracing[TRACES[kind as 'auto'] ?? 'trace'], tracing, [fn, message, thisArg, ...args])
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
