import { isPromise } from 'node:util/types'
import { enterForCall } from '../context/enter.js'
import { leaveAfter } from '../context/entry.js'
import { publishAsyncEnd, publishAsyncStart } from '../host/publish.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { warnOfNonThenable } from './non-thenable.js'
import { chain } from './chain.js'
import { hasNativePrototype } from './promise.js'
import type { Semantics } from './semantics.js'
import { elsewhere } from './slow-path.js'
import { drive } from './thenable.js'
import { isWindowHeard } from './window.js'

/**
 * Node 26's semantics: `lib/diagnostics_channel.js` of 26.10. The API's differ in one thing: see `api-semantics.ts`.
 */
export const node26: Semantics = {
  style: 'scope',
  enter: enterForCall,
  windowsCanBeSilent: true,
  returnsFromCallback: true,

  checkUntraced(result: any, fn: AnyFunction): unknown {
    if (typeof result?.then !== 'function') warnOfNonThenable(fn)
    return result
  },

  followPromise(channels: TraceChannels, context: Context, result: any, fn: AnyFunction): unknown {
    // In this order, and not `result?.then`: after the look at `then` V8 knows the prototype, if nothing comes between.
    const native = isPromise(result)
    if (result === null || result === undefined || typeof result.then !== 'function') {
      warnOfNonThenable(fn)
      context.result = result
      return result
    }
    if (native && hasNativePrototype(result)) return chain(this, channels, context, result)
    return drive(this, channels, context, result)
  },

  announceSettled(channels: TraceChannels, context: Context): void {
    const { asyncStart, asyncEnd } = channels
    if (!isWindowHeard(this, asyncStart, asyncEnd)) return
    const entry = this.enter(asyncStart, context)
    if (entry === null) return elsewhere.nestSettled(this, asyncStart, asyncEnd, context)
    try {
      publishAsyncStart(asyncStart, context)
      publishAsyncEnd(asyncEnd, context)
    } catch (error) {
      throw leaveAfter(entry, error, this.style)
    }
    entry?.leave()
  },

  rethrow(error: unknown): never {
    throw error
  }
}
