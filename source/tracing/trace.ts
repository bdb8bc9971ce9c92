import { assertFunction } from '../invalid-arg-type.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { callWindow, runWindow, type Settle } from './window.js'

// The three traces, once someone listens. Whether anyone does is asked by the caller, who also knows the default context.

/** The call window around fn, with its result in the context. */
export function traceSync(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): any {
  return callWindow(behaviour, channels, context, keepResult, fn, thisArg, args)
}

/** The call window around fn, and a continuation when the promise that it returned is settled. */
export function tracePromise(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): any {
  return callWindow(behaviour, channels, context, followPromise, fn, thisArg, args)
}

/** The call window around fn, and a continuation around its callback: the argument at `position`, which is wrapped. */
export function traceCallback(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, position: number, thisArg: unknown, args: unknown[]): any {
  const callback = args.at(position)
  assertFunction('callback', callback)
  args[indexOf(position, args.length)] = wrapCallback(behaviour, channels, context, callback as AnyFunction)
  return callWindow(behaviour, channels, context, passOn, fn, thisArg, args)
}

const keepResult: Settle = (_behaviour, _channels, context, result) => {
  context.result = result
  return result
}

const followPromise: Settle = (behaviour, channels, context, result, fn) => behaviour.followPromise(channels, context, result, fn)

const passOn: Settle = (_behaviour, _channels, _context, result) => result

function indexOf(position: number, length: number): number {
  const index = Math.trunc(position) || 0
  return index < 0 ? index + length : index
}

function wrapCallback(behaviour: Behaviour, channels: TraceChannels, context: Context, callback: AnyFunction): AnyFunction {
  return function wrappedCallback(this: unknown, err: unknown, res: unknown) {
    if (err) {
      context.error = err
      channels.error.publish(context)
    } else {
      context.result = res
    }
    const result = runWindow(behaviour, channels.asyncStart, channels.asyncEnd, context, callback, this, arguments)
    return behaviour.returnsFromCallback ? result : undefined
  }
}
