import { assertFunction } from '../errors.js'
import {
  apply, arraysSpread, construct, functionToString, joined, Object, ObjectConstructor, Reflect, Set, sourceTextOf
} from '../primordials.js'
import { indexOf } from '../trace/callback.js'
import { methodOf } from '../trace/iterators.js'
import { makeUntilTrace } from '../trace/result-traces.js'
import type { AnyFunction, TraceChannels } from '../types.js'
import type { TracingChannelCollection } from './channel-types.js'
import {
  assertInstrumentOptions, type CallbackOptions, type CheckedOptions, type Instrumentable, type InstrumentOptions,
  type ResultOptions, type UntilOptions
} from './instrument-options.js'
import { TracingChannel } from './tracing-channel.js'

/** A call while someone listens. */
export type TracedCall = (fn: AnyFunction, thisArg: unknown, args: unknown[]) => unknown

/** Makes what traces the calls of an instrumented function. */
function makeTracedCall(channel: TracingChannel, options: CheckedOptions): TracedCall {
  const { context, kind = 'auto', position = -1, optional = true, until } = options
  const contextOf = (args: unknown[], thisArg: unknown): object | undefined => context?.(args, thisArg)
  const joinedTo = (fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown[] =>
    joined([fn, contextOf(args, thisArg), thisArg], args)
  if (until !== undefined) {
    const traceUntil = makeUntilTrace(until)
    return (fn, thisArg, args) => apply(traceUntil, channel, joinedTo(fn, thisArg, args))
  }
  const traceAny: TracedCall = (fn, thisArg, args) => arraysSpread()
    ? channel.trace(fn, contextOf(args, thisArg), thisArg, ...args)
    : apply(channel.trace, channel, joinedTo(fn, thisArg, args))
  switch (kind) {
    case 'sync': return (fn, thisArg, args) => arraysSpread()
      ? channel.traceSync(fn, contextOf(args, thisArg), thisArg, ...args)
      : apply(channel.traceSync, channel, joinedTo(fn, thisArg, args))
    case 'promise': return (fn, thisArg, args) => arraysSpread()
      ? channel.tracePromise(fn, contextOf(args, thisArg), thisArg, ...args)
      : apply(channel.tracePromise, channel, joinedTo(fn, thisArg, args))
    case 'iterator': return (fn, thisArg, args) => arraysSpread()
      ? channel.traceIterator(fn, contextOf(args, thisArg), thisArg, ...args)
      : apply(channel.traceIterator, channel, joinedTo(fn, thisArg, args))
    case 'auto': return traceAny
    case 'callback': return (fn, thisArg, args) => {
      const callback = args[indexOf(position, args.length)]
      if (optional && typeof callback !== 'function') return traceAny(fn, thisArg, args)
      // Before the context is made: a call that can't be traced makes none.
      assertFunction('callback', callback)
      return arraysSpread()
        ? channel.traceCallback(fn, position, contextOf(args, thisArg), thisArg, ...args)
        : apply(channel.traceCallback, channel, joined([fn, position, contextOf(args, thisArg), thisArg], args))
    }
  }
}

/**
 * Makes a function that calls `fn`, and traces it while someone listens.
 *
 * Nothing but `Reflect.apply` and `Reflect.construct` gets `arguments`: V8 then passes them on where they are, and
 * makes no object of them. The channels are constants of the closure, asked one by one: five checks of a hidden class,
 * 0.7 ns in all. By the getter of the tracing channel it would be 2 ns.
 */
function makeWrapper(
  fn: AnyFunction, { start, end, asyncStart, asyncEnd, error }: TraceChannels, call: TracedCall
): AnyFunction {
  const ownApply = apply
  const ownConstruct = construct
  function traced(this: unknown, ...args: unknown[]): unknown {
    return call(fn, this, args)
  }
  // Its `this` is what `new` was used on, so that the arguments are passed on here too.
  function tracedNew(this: Function, ...args: unknown[]): unknown {
    return call(named(fn, (...args) => construct(fn, args, this)), undefined, args)
  }

  if (!isConstructor(fn)) {
    return {
      // A method: it has no `prototype`, and is no constructor.
      wrapper(this: unknown): unknown {
        if (
          start.hasSubscribers || end.hasSubscribers || asyncStart.hasSubscribers || asyncEnd.hasSubscribers ||
          error.hasSubscribers
        ) {
          return ownApply(traced, this, arguments)
        }
        return ownApply(fn, this, arguments)
      }
    }.wrapper
  }

  return function wrapper(this: unknown): unknown {
    const isLive = start.hasSubscribers || end.hasSubscribers || asyncStart.hasSubscribers || asyncEnd.hasSubscribers ||
      error.hasSubscribers
    if (new.target !== undefined) {
      const target = new.target === wrapper ? fn : new.target
      return isLive ? ownApply(tracedNew, target, arguments) : ownConstruct(fn, arguments, target)
    }
    return isLive ? ownApply(traced, this, arguments) : ownApply(fn, this, arguments)
  }
}

/** Whether `new` can be used on a function. It is not called for that. */
function isConstructor(fn: AnyFunction): boolean {
  try {
    construct(ObjectConstructor, [], fn)
    return true
  } catch {
    return false
  }
}

/** A class may have a static `name` that is no string, or throws. */
function nameOf(fn: AnyFunction): string {
  try {
    return typeof fn.name === 'string' ? fn.name : ''
  } catch {
    return ''
  }
}

/** Gives a function the name of another, looked up only where a warning names it. */
function named(fn: AnyFunction, as: AnyFunction): AnyFunction {
  return Object.defineProperty(as, 'name', { get: () => nameOf(fn) })
}

/**
 * Gives a function the own properties of another, its name, length and `prototype` among them, and what it inherits
 * from. They are copies, with the same descriptors: accessors would show later changes, and could be told from what
 * they stand for.
 *
 * A bound function can be a constructor and have no `prototype`, which no other function can: it gets `undefined`.
 */
function takeAfter(taker: Function, model: Function): void {
  Object.setPrototypeOf(taker, Object.getPrototypeOf(model))
  if (Object.hasOwn(taker, 'prototype')) taker.prototype = undefined
  takeSource(taker, model)
  Object.defineProperties(taker, Object.getOwnPropertyDescriptors(model))
  takeMetadata(taker, model)
}

/**
 * Gives a function the source of another to show: injectors read the names of parameters there, and people what they
 * debug. A class that extends it shows its own. What has a `toString` of its own or of its class goes on using that.
 */
function takeSource(taker: Function, model: Function): void {
  if (methodOf(model, 'toString') !== functionToString) return
  const { toString: showSource } = {
    toString(this: unknown): string {
      return sourceTextOf(this === taker ? model : this as Function)
    }
  }
  Object.defineProperty(taker, 'toString', { value: showSource, writable: true, configurable: true })
}

/** What reflect-metadata adds to `Reflect` where a program has loaded it. */
interface ReflectWithMetadata {
  getOwnMetadataKeys(target: object, property?: PropertyKey): unknown[]
  getOwnMetadata(key: unknown, target: object, property?: PropertyKey): unknown
  defineMetadata(key: unknown, value: unknown, target: object, property?: PropertyKey): void
}

/**
 * Gives a function the metadata that frameworks keep by the identity of another: for itself, for its own properties,
 * and for the methods of its instances, as for the decorators of their parameters. What is defined later belongs to the
 * one that it is defined on.
 */
function takeMetadata(taker: Function, model: Function): void {
  const reflect = globalThis.Reflect as Partial<ReflectWithMetadata>
  if (typeof reflect.getOwnMetadataKeys !== 'function') return
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata } = reflect as ReflectWithMetadata
  const { prototype } = model
  const members = typeof prototype === 'object' && prototype !== null ? Reflect.ownKeys(prototype) : []
  for (const property of new Set([undefined, ...Reflect.ownKeys(model), ...members])) {
    for (
      const key of getOwnMetadataKeys(model, property)
    ) defineMetadata(key, getOwnMetadata(key, model, property), taker, property)
  }
}

// An overload for each kind of options: of a union an editor shows no documentation. The last one takes options whose
// kind is not known, and it is the one whose complaints the compiler shows.

/**
 * Makes a function to export in place of `fn`, which takes a callback: it does what `fn` does, and traces each call
 * while someone listens. In a helper, `fn` may be of a type parameter: what that extends says whether it takes a
 * callback.
 */
export function instrument<
  Fn extends (...args: any[]) => any, Args extends any[], ContextType extends object = any, This = ThisParameterType<Fn>
>(
  channel: TracingChannelCollection<ContextType> | string,
  fn: Fn & ((...args: Args) => unknown),
  options: CallbackOptions<Fn, NoInfer<ContextType>, This, Args>
): Fn
/**
 * Makes a function to export in place of `fn`: it does what `fn` does, and traces each call while someone listens,
 * until `options.until` says that the operation is over.
 */
export function instrument<Fn extends Instrumentable, ContextType extends object = any, This = ThisParameterType<Fn>>(
  channel: TracingChannelCollection<ContextType> | string,
  fn: Fn,
  options: UntilOptions<Fn, NoInfer<ContextType>, This>
): Fn
/**
 * Makes a function to export in place of `fn`: it does what `fn` does, and traces each call while someone listens, to
 * what the function returns.
 */
export function instrument<Fn extends Instrumentable, ContextType extends object = any, This = ThisParameterType<Fn>>(
  channel: TracingChannelCollection<ContextType> | string,
  fn: Fn,
  options?: ResultOptions<Fn, NoInfer<ContextType>, This>
): Fn
/**
 * Makes a function to export in place of `fn`: it does what `fn` does, and traces each call while someone listens.
 *
 * It has the name, the length, the own properties and the prototype of `fn`, and works as a method, an async function,
 * a generator function or a class, whichever `fn` is. Its `toString()` shows the source of `fn`. It has the metadata
 * that `fn` has in `reflect-metadata` by then, if that is loaded. While nobody listens it calls `fn`, and makes
 * nothing.
 *
 * @param channel a tracing channel, tracescope's or Node's own, or what {@link tracingChannel} makes one of
 * @param fn      the function or class
 * @param options `context(args, thisArg)` makes the message of a call's events; `kind` says by which trace calls are
 *   traced: `'sync'`, `'promise'`, `'callback'` (with the `position` of the callback, by default the last argument; a
 *   call without a function there is traced as by `'auto'`, or refused if the callback is not `optional`),
 *   `'iterator'`, or `'auto'`, the default, for `trace`; in place of a kind `until(returned, finish)` has the operation
 *   go on until it calls `finish(error?, result?)`
 * @returns the function; calls throw what `fn` and `context` throw, and with `optional: false`, if someone listens and
 *   the argument at `position` is no function, TypeError `ERR_INVALID_ARG_TYPE` before anything is published
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` when an argument or option is not what it should be
 */
export function instrument<Fn extends Instrumentable, ContextType extends object = any, This = ThisParameterType<Fn>>(
  channel: TracingChannelCollection<ContextType> | string,
  fn: Fn,
  options?: InstrumentOptions<Fn, NoInfer<ContextType>, This>
): Fn
export function instrument<Fn extends Instrumentable>(
  channel: TracingChannelCollection | string, fn: Fn, options: unknown = {}
): Fn {
  const tracing = channel instanceof TracingChannel ? channel : new TracingChannel(channel)
  assertFunction('fn', fn)
  assertInstrumentOptions(options)
  const wrapper = makeWrapper(fn as never, tracing, makeTracedCall(tracing, options))
  takeAfter(wrapper, fn)
  return wrapper as unknown as Fn
}
