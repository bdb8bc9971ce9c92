import { isPromise } from 'node:util/types'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { node26 } from './node26.js'
import { warnOfNonThenable } from './non-thenable.js'
import { chain } from './chain.js'
import { hasNativeThen } from './promise.js'
import type { Semantics } from './semantics.js'
import { TraceWatcher, watch } from './watched-thenables.js'

/** What the API does on every host: what Node 26 does, but that it never calls a `then` that may do anything. */
export const apiSemantics: Semantics = {
  ...node26,

  followPromise(channels: TraceChannels, context: Context, result: any, fn: AnyFunction): unknown {
    // In this order, and not `result?.then`: after the look at `then` V8 knows the prototype, if nothing comes between.
    const native = isPromise(result)
    let then: any
    if (result === null || result === undefined || typeof (then = result.then) !== 'function') {
      warnOfNonThenable(fn)
      context.result = result
      return result
    }
    if (native && hasNativeThen(result, then)) return chain(this, channels, context, result)
    if (!isObject(result) || !watch(result, then, new TraceWatcher(this, channels, context))) context.result = result
    return result
  }
}

/** A primitive with a `then` comes from a changed prototype. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' || typeof value === 'function'
}
