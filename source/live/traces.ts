import { hasNativeThen } from '../trace/promise.js'
import { warnOfNonThenable } from '../trace/non-thenable.js'
import { fail, fulfil, publishError } from '../trace/outcome.js'
import type { Semantics } from '../trace/semantics.js'
import { thenOf } from '../trace/thenable.js'
import { TraceWatcher, watch } from '../trace/watched-thenables.js'
import { followUntil, type Until } from '../trace/until.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { assertFunction, invalidArgType } from './errors.js'
import { isPromise } from './host.js'
import { apply, chainBy } from './primordials.js'
import { inWindow, isHeard } from './stores.js'

// The traces of `trace/`, in as little code as they take: a closure for each call is made here. What follows results,
// thenables and iterations is the same.

export type GoesOn = NonNullable<Semantics['goesOn']>

/** What `trace/` asks of the semantics of a trace. */
function semanticsWith(goesOn?: GoesOn): Semantics {
  return {
    ...goesOn && { goesOn },
    announceSettled({ asyncStart, asyncEnd }: any, context: Context): void {
      if (isHeard(asyncStart, asyncEnd)) inWindow(asyncStart, asyncEnd, context, () => {})
    }
  } as Semantics
}

export const apiSemantics = semanticsWith()

/** Whether a call is traced: on hosts that don't tell who hears, every call that has a context. */
export function isTraced(channels: any, context: unknown): boolean {
  if (channels.hasSubscribers) return true
  return (context === undefined || (typeof context === 'object' && context !== null)) && isHeard(channels.start)
}

/** Calls a function in the window of a trace. */
export function inTrace(channels: any, context: Context, call: () => unknown): unknown {
  const { start, end } = channels
  const callAndCatch = (): unknown => {
    try {
      return call()
    } catch (error) {
      publishError(channels, context, error)
      throw error
    }
  }
  return isHeard(start, end) ? inWindow(start, end, context, callAndCatch) : callAndCatch()
}

/** What a trace makes of a result: arranges what is published later, and gives what the caller gets. */
export function follow(semantics: Semantics, channels: TraceChannels, context: Context, result: any): unknown {
  const native = isPromise(result)
  const then = thenOf(result)
  if (then !== undefined) {
    if (native && hasNativeThen(result, then)) {
      return chainBy(result, (value) => fulfil(semantics, channels, context, value), (error) => {
        fail(semantics, channels, context, error)
        throw error
      })
    }
    if (watch(result, then, new TraceWatcher(semantics, channels, context))) return result
  }
  if (!semantics.goesOn?.(channels, context, result)) context.result = result
  return result
}

/** Calls fn, and within its trace what is done with its result; without a trace fn alone. */
function trace(
  channels: any, fn: AnyFunction, context: Context, thisArg: unknown, args: unknown[], finish: (result: any) => unknown
): unknown {
  assertFunction('fn', fn)
  const call = (): unknown => apply(fn, thisArg, args)
  return isTraced(channels, context) ? inTrace(channels, context, () => finish(call())) : call()
}

/** Makes a trace that goes by what fn returns. */
export function followed(
  goesOn?: GoesOn
): (this: any, fn: AnyFunction, context?: Context, thisArg?: unknown, ...args: unknown[]) => unknown {
  const semantics = semanticsWith(goesOn)
  return function (this: any, fn, context = newContext(), thisArg, ...args) {
    return trace(this, fn, context, thisArg, args, (result) => follow(semantics, this, context, result))
  }
}

export function newContext(): object {
  return { __proto__: null } as unknown as object
}

export function traceSync(
  this: any, fn: AnyFunction, context: Context = newContext(), thisArg?: unknown, ...args: unknown[]
): unknown {
  return trace(this, fn, context, thisArg, args, (result) => {
    context.result = result
    return result
  })
}

const followPromise = followed()

export function tracePromise(
  this: any, fn: AnyFunction, context?: Context, thisArg?: unknown, ...args: unknown[]
): unknown {
  assertFunction('fn', fn)
  const call = function (this: unknown): unknown {
    const result: any = apply(fn, this, args)
    if (typeof result?.then !== 'function') warnOfNonThenable(fn)
    return result
  }
  return apply(followPromise, this, [call, context, thisArg])
}

export function traceCallback(
  this: any, fn: AnyFunction, position = -1, context: Context = newContext(), thisArg?: unknown, ...args: any[]
): unknown {
  assertFunction('fn', fn)
  const channels = this
  const callback = args.at(position)
  if (typeof callback === 'function') {
    const index = Math.trunc(position) || 0
    if (isTraced(this, context)) args[index < 0 ? index + args.length : index] = wrappedCallback
  } else if (this.hasSubscribers) throw invalidArgType('callback', 'of type function', callback)
  else return apply(fn, thisArg, args)

  function wrappedCallback(this: unknown, error: unknown, result: unknown): unknown {
    if (error) publishError(channels, context, error)
    else context.result = result
    const call = (): unknown => apply(callback, this, arguments)
    const { asyncStart, asyncEnd } = channels
    return isHeard(asyncStart, asyncEnd) ? inWindow(asyncStart, asyncEnd, context, call) : call()
  }
  return trace(this, fn, context, thisArg, args, (result) => result)
}

export function makeUntilTrace(until: Until): AnyFunction {
  assertFunction('until', until)
  return function (
    this: any, fn: AnyFunction, context: Context = newContext(), thisArg?: unknown, ...args: unknown[]
  ): unknown {
    return trace(this, fn, context, thisArg, args, (returned) => followUntil(until, this, context, returned))
  }
}

const step = followed(() => false)

export function traceStep(channels: any, context: Context, call: () => unknown): unknown {
  return apply(step, channels, [call, context])
}
