import type { Channel } from 'node:diagnostics_channel'
import { undo, type Entered } from '../stores/enter.js'
import type { AnyFunction, Context, WindowChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { nestWindow } from './nested.js'
import { close, openHeard } from './window.js'

/** Calls fn in the window of a bounded channel, if that says that somebody listens, and gives what it returns. */
export function runWindow(behaviour: Behaviour, bounded: WindowChannels & { hasSubscribers: boolean }, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  if (!bounded.hasSubscribers) return Reflect.apply(fn, thisArg, args)
  const { start, end } = bounded
  return callInWindow(behaviour, openHeard(behaviour, start, context), start, end, context, fn, thisArg, args)
}

/** Calls fn in a window of two channels that has just been opened, and gives what it returns. */
export function callInWindow(behaviour: Behaviour, entered: Entered, start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): any {
  if (entered === null) return nestCall(behaviour, start, end, context, fn, thisArg, args)
  const { stores, outer, prior, size, mark } = undo
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    close(end, context, entered, stores, outer, prior, size, mark)
  }
}

function nestCall(behaviour: Behaviour, start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  return nestWindow(behaviour, start, end, context, () => Reflect.apply(fn, thisArg, args))
}
