import type { Channel } from 'node:diagnostics_channel'
import { leave, NESTED, nothingEntered } from '../stores/enter.js'
import type { AnyFunction, Context } from '../types.js'
import type { Behaviour } from './behaviour.js'

// A window is: check whether anyone listens, enter the stores, publish start, call, publish end, leave the stores. Who
// calls within one writes:
//
//     const mark = open(behaviour, start, end, context)
//     if (mark === NESTED) …
//     try { … } finally { close(end, context, mark) }
//
// The try/finally is what `using` would mean. A native `using` takes some 200 ns and 250 bytes, a DisposableStack twice
// that, this neither. It has to stand in the function that calls, or V8 allocates the arguments anew on the way there.

/** Instead of a mark: nobody listened when the window was to be opened. */
export const SILENT = -2

/**
 * Opens a window: enters the stores of `start` and publishes `start`.
 *
 * @returns the mark to {@link close} it by. `NESTED` if it was not opened and the call has to be made by the host's
 *   `start.runStores`, which does the same
 */
export function open(behaviour: Behaviour, start: Channel, end: Channel, context: Context): number {
  if (behaviour.windowsCanBeSilent && !start.hasSubscribers && !end.hasSubscribers) return SILENT
  const mark = behaviour.enter(start, context)
  if (mark === NESTED) return mark
  try {
    start.publish(context)
  } catch (error) {
    leave(mark)
    throw error
  }
  return mark
}

/** Closes a window: publishes `end` and leaves the stores. */
export function close(end: Channel, context: Context, mark: number): void {
  if (mark === SILENT) return
  try {
    end.publish(context)
  } finally {
    leave(mark)
  }
}

/** Calls fn in a window of two channels, and gives what it returns. `opened`: the host's `runStores` has opened it. */
export function runWindow(behaviour: Behaviour, start: Channel, end: Channel, context: Context, fn: AnyFunction, thisArg: unknown, args: ArrayLike<unknown>, opened = false): any {
  const mark = opened ? nothingEntered() : open(behaviour, start, end, context)
  if (mark === NESTED) return start.runStores(context, runWindow, undefined, behaviour, start, end, context, fn, thisArg, args, true)
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    close(end, context, mark)
  }
}
