import type { Channel } from 'node:diagnostics_channel'
import { NESTED } from '../stores/enter.js'
import type { AnyFunction, Context } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { nestWindow } from './nested.js'
import { close, open } from './window.js'

/** Calls fn in a window of two channels, and gives what it returns. */
export function runWindow(behaviour: Behaviour, start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): any {
  const mark = open(behaviour, start, end, context)
  if (mark === NESTED) return nestCall(start, end, context, fn, thisArg, args)
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    close(end, context, mark)
  }
}

function nestCall(start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>): unknown {
  return nestWindow(start, end, context, () => Reflect.apply(fn, thisArg, args))
}
