import { isPromise } from 'node:util/types'
import type { Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { chain, hasNativePrototype } from './native-promise.js'
import { node26 } from './node26.js'
import { isThenable, observe } from './thenable.js'

/**
 * Node 26's behaviour, but whatever fn returns is followed as what it is.
 *
 * @param goesOn whether the operation goes on with a value that it gave, or its promise: then its end is published by
 *   who follows that value
 */
export function following(goesOn: NonNullable<Behaviour['goesOn']>): Behaviour {
  return {
    ...node26,
    goesOn,
    checkUntraced: (result) => result,

    followPromise(channels: TraceChannels, context: Context, result: any): unknown {
      // In this order: after the look at `then` V8 knows the prototype, if nothing comes between.
      const native = isPromise(result)
      if (isThenable(result)) {
        return native && hasNativePrototype(result) ? chain(this, channels, context, result) : observe(this, channels, context, result)
      }
      if (!goesOn(channels, context, result)) context.result = result
      return result
    }
  }
}
