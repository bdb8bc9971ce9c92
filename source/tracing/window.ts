import type { Channel } from 'node:diagnostics_channel'
import { leave, NESTED } from '../stores/enter.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'

// A window is: check whether anyone listens, enter the stores, publish start, call, publish end, leave the stores.
//
// Every try/finally here is what `using` would mean. A native `using` takes some 200 ns and 250 bytes, a
// DisposableStack twice that, a try/finally neither. And nothing in a function that runs when all is well may hold a
// closure: V8 would allocate a context for what it captures at every call, taken or not. Hence `nest…` on their own.

/** Calls fn in a window of two channels, and gives what it returns. */
export function runWindow(behaviour: Behaviour, start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  if (isSilent(behaviour, start, end)) return Reflect.apply(fn, thisArg, args)
  const mark = behaviour.enter(start, context)
  if (mark === NESTED) return nestWindow(start, end, context, fn, thisArg, args)
  try {
    start.publish(context)
    return callThenEnd(end, context, fn, thisArg, args)
  } finally {
    leave(mark)
  }
}

/** What becomes of the value that fn returned to a trace: gives the value that the caller gets. */
export type Settle = (behaviour: Behaviour, channels: TraceChannels, context: Context, result: any, fn: AnyFunction) => unknown

/** Calls fn in the call window of a trace, start…end: what it throws is published as its error. */
export function callWindow(behaviour: Behaviour, channels: TraceChannels, context: Context, settle: Settle, fn: AnyFunction, thisArg: unknown, args: unknown[]): any {
  const { start } = channels
  if (isSilent(behaviour, start, channels.end)) return callOrFail(behaviour, channels, context, settle, fn, thisArg, args)
  const mark = behaviour.enter(start, context)
  if (mark === NESTED) return nestCallWindow(behaviour, channels, context, settle, fn, thisArg, args)
  try {
    start.publish(context)
    return callOrFailThenEnd(behaviour, channels, context, settle, fn, thisArg, args)
  } finally {
    leave(mark)
  }
}

function isSilent(behaviour: Behaviour, start: Channel, end: Channel): boolean {
  return behaviour.windowsCanBeSilent && !start.hasSubscribers && !end.hasSubscribers
}

function callThenEnd(end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    end.publish(context)
  }
}

function callOrFailThenEnd(behaviour: Behaviour, channels: TraceChannels, context: Context, settle: Settle, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  const { end } = channels
  try {
    return callOrFail(behaviour, channels, context, settle, fn, thisArg, args)
  } finally {
    end.publish(context)
  }
}

function callOrFail(behaviour: Behaviour, channels: TraceChannels, context: Context, settle: Settle, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  try {
    return settle(behaviour, channels, context, Reflect.apply(fn, thisArg, args), fn)
  } catch (error) {
    context.error = error
    channels.error.publish(context)
    throw error
  }
}

function nestWindow(start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  return start.runStores(context, () => callThenEnd(end, context, fn, thisArg, args))
}

function nestCallWindow(behaviour: Behaviour, channels: TraceChannels, context: Context, settle: Settle, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return channels.start.runStores(context, () => callOrFailThenEnd(behaviour, channels, context, settle, fn, thisArg, args))
}
