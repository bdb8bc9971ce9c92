import { enterAsNode26, NESTED } from '../stores/enter.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { chain, isNativePromise } from './native-promise.js'
import { observe } from './thenable.js'
import { close, open } from './window.js'

/** Node 26's behaviour, which the API has on every host: `lib/diagnostics_channel.js` of 26.10. */
export const node26: Behaviour = {
  enter: enterAsNode26,
  windowsCanBeSilent: true,
  returnsFromCallback: true,

  checkUntraced(result: any, fn: AnyFunction): unknown {
    if (typeof result?.then !== 'function') warnOfNonThenable(fn)
    return result
  },

  followPromise(channels: TraceChannels, context: Context, result: any, fn: AnyFunction): unknown {
    // Not `result?.then`: V8 would forget what it knows of the result by then, and look its prototype up by a call.
    if (result === null || result === undefined || typeof result.then !== 'function') {
      warnOfNonThenable(fn)
      context.result = result
      return result
    }
    if (isNativePromise(result)) return chain(this, channels, context, result)
    return observe(this, channels, context, result)
  },

  announceSettled(channels: TraceChannels, context: Context): void {
    const { asyncStart, asyncEnd } = channels
    const mark = open(this, asyncStart, asyncEnd, context)
    if (mark === NESTED) asyncStart.runStores(context, asyncEnd.publish, asyncEnd, context)
    else close(asyncEnd, context, mark)
  },

  rethrow(error: unknown): never {
    throw error
  }
}

function warnOfNonThenable(fn: AnyFunction): void {
  process.emitWarning(`tracePromise was called with the function '${fn.name || '<anonymous>'}', ` +
    'which returned a non-thenable.')
}
