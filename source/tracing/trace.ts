import { assertFunction } from '../invalid-arg-type.js'
import { NESTED, nothingEntered } from '../stores/enter.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { publishError } from './settle.js'
import { close, open, runWindow } from './window.js'

// The three traces, once someone listens. Whether anyone does is asked by the caller, who also knows the default context.
// `opened`: the host's `runStores` has opened the call window, and this is called within.

/** The call window around fn, with its result in the context. */
export function traceSync(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[], opened = false): any {
  const mark = opened ? nothingEntered() : open(behaviour, channels.start, channels.end, context)
  if (mark === NESTED) return channels.start.runStores(context, traceSync, undefined, behaviour, channels, context, fn, thisArg, args, true)
  try {
    const result = Reflect.apply(fn, thisArg, args)
    context.result = result
    return result
  } catch (error) {
    publishError(channels, context, error)
    throw error
  } finally {
    close(channels.end, context, mark)
  }
}

/** The call window around fn, and a continuation when the promise that it returned is settled. */
export function tracePromise(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[], opened = false): any {
  const mark = opened ? nothingEntered() : open(behaviour, channels.start, channels.end, context)
  if (mark === NESTED) return channels.start.runStores(context, tracePromise, undefined, behaviour, channels, context, fn, thisArg, args, true)
  try {
    return behaviour.followPromise(channels, context, Reflect.apply(fn, thisArg, args), fn)
  } catch (error) {
    publishError(channels, context, error)
    throw error
  } finally {
    close(channels.end, context, mark)
  }
}

/** The call window around fn, and a continuation around its callback: the argument at `position`, which is wrapped. */
export function traceCallback(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, position: number, thisArg: unknown, args: unknown[]): any {
  const callback = args.at(position)
  assertFunction('callback', callback)
  args[indexOf(position, args.length)] = wrapCallback(behaviour, channels, context, callback as AnyFunction)
  return callInWindow(behaviour, channels, context, fn, thisArg, args)
}

function callInWindow(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[], opened = false): any {
  const mark = opened ? nothingEntered() : open(behaviour, channels.start, channels.end, context)
  if (mark === NESTED) return channels.start.runStores(context, callInWindow, undefined, behaviour, channels, context, fn, thisArg, args, true)
  try {
    return Reflect.apply(fn, thisArg, args)
  } catch (error) {
    publishError(channels, context, error)
    throw error
  } finally {
    close(channels.end, context, mark)
  }
}

function wrapCallback(behaviour: Behaviour, channels: TraceChannels, context: Context, callback: AnyFunction): AnyFunction {
  return function wrappedCallback(this: unknown, err: unknown, res: unknown) {
    if (err) publishError(channels, context, err)
    else context.result = res
    const result = runWindow(behaviour, channels.asyncStart, channels.asyncEnd, context, callback, this, arguments)
    return behaviour.returnsFromCallback ? result : undefined
  }
}

function indexOf(position: number, length: number): number {
  const index = Math.trunc(position) || 0
  return index < 0 ? index + length : index
}
