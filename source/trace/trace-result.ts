import { isPromise } from 'node:util/types'
import { assertFunction } from '../errors.js'
import { apply } from '../primordials.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { apiSemantics } from './api-semantics.js'
import { chain } from './chain.js'
import { hasNativeThen } from './promise.js'
import type { Semantics } from './semantics.js'
import { elsewhere } from './slow-path.js'
import { thenOf } from './thenable.js'
import { newContext, type Tracing } from './traces.js'
import { TraceWatcher, watch } from './watched-thenables.js'
import { close, failWindow, isWindowHeard, open } from './window.js'

/**
 * The API's semantics, but whatever fn returns is followed as what it is.
 *
 * @param goesOn whether the operation goes on with a value that it gave, or its promise: then its end is published by
 *   who follows that value
 */
export function following(goesOn: NonNullable<Semantics['goesOn']>): Semantics {
  return {
    ...apiSemantics,
    goesOn,
    checkUntraced: (result) => result,

    followPromise(channels: TraceChannels, context: Context, result: any): unknown {
      // In this order: after the look at `then` V8 knows the prototype, if nothing comes between.
      const native = isPromise(result)
      const then = thenOf(result)
      if (then !== undefined) {
        if (native && hasNativeThen(result, then)) return chain(this, channels, context, result)
        if (watch(result, then, new TraceWatcher(this, channels, context))) return result
      }
      if (!goesOn(channels, context, result)) context.result = result
      return result
    }
  }
}

/**
 * Makes a trace that goes by what fn returns: as tracePromise of `traces.ts`, and apart from it, because V8 takes what
 * a function goes by for constant only while it was made once.
 */
export function makeResultTrace(name: string, semantics: Semantics): AnyFunction {
  const ownApply = apply
  return {
    [name](
      this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]
    ): unknown {
      assertFunction('fn', fn)
      if (!this.hasSubscribers) return ownApply(fn, thisArg, args)
      if (context === undefined) context = newContext()
      const { start, end } = this
      const isHeard = isWindowHeard(semantics, start, end)
      const entry = isHeard ? open(semantics, start, context) : undefined
      if (entry === null) return elsewhere.nestPromise(semantics, this, context, fn, thisArg, args)
      let result: unknown
      try {
        result = semantics.followPromise(this, context, ownApply(fn, thisArg, args), fn)
      } catch (error) {
        throw failWindow(semantics, this, isHeard ? end : undefined, context, entry, error)
      }
      if (isHeard) close(semantics, end, context, entry)
      return result
    }
  }[name]!
}

const trace = makeResultTrace('traceStep', following(() => false))

/** Traces one step of an iteration, which may give its result or a promise of it. */
export function traceStep(channels: Tracing, context: Context, call: () => unknown): unknown {
  return apply(trace, channels, [call, context])
}
