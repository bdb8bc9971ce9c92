import type { Channel } from 'node:diagnostics_channel'
import { type Entered, type EnteredStores, leave, leaveRecord, NOTHING, remember, undo } from '../context/enter.js'
import { publishEnd, publishStart } from '../host/publish.js'
import type { AnyFunction, Context, WindowChannels } from '../types.js'
import type { Behaviour } from './semantics.js'
import { nestWindow } from './slow-path.js'

// A window is: check whether anyone listens, enter the stores, publish start, call, publish end, leave the stores. Who
// calls within one writes:
//
//     const entered = open(behaviour, start, end, context)
//     if (entered === null) …
//     const { stores, outer, prior, size, mark } = undo
//     try { … } finally { close(end, context, entered, stores, outer, prior, size, mark) }
//
// The try/finally is what `using` would mean. A native `using` takes some 200 ns and 250 bytes, a DisposableStack twice
// that, this neither.

/** Instead of what was entered: nobody listened when the window was to be opened. */
export const SILENT = -2

/**
 * Opens a window: enters the stores of `start` and publishes `start`.
 *
 * @returns what to {@link close} it by, with what is in `undo` then. `null` if it was not opened and the call has to be made
 *   by the host's `start.runStores`, which does the same
 */
export function open(behaviour: Behaviour, start: Channel, end: Channel, context: Context): Entered {
  if (isSilent(behaviour, start, end)) return SILENT
  return openHeard(behaviour, start, context)
}

/** Whether nobody hears of a window that is to be opened. */
export function isSilent(behaviour: Behaviour, start: Channel, end: Channel): boolean {
  return behaviour.windowsCanBeSilent && !start.hasSubscribers && !end.hasSubscribers
}

/** Opens a window that somebody is known to listen to. */
export function openHeard(behaviour: Behaviour, start: Channel, context: Context): Entered {
  const entered = behaviour.enter(start, context)
  if (entered === null) return null
  const { stores, outer, prior, size, mark } = undo
  try {
    publishStart(start, context)
  } catch (error) {
    leave(entered, stores, outer, prior, size, mark)
    throw error
  }
  // Subscribers may trace, too.
  if (typeof entered !== 'number') remember(stores!, outer, prior, size, mark)
  return entered
}

/** Closes a window: publishes `end` and leaves the stores. */
export function close(end: Channel, context: Context, entered: number | object, stores: EnteredStores | undefined, outer: object | undefined, prior: unknown, size: number, mark: number): void {
  // Asked first: to compare an object with a number takes V8 a call.
  if (typeof entered === 'number') {
    closeRecord(end, context, entered)
    return
  }
  try {
    publishEnd(end, context)
  } finally {
    leave(entered, stores, outer, prior, size, mark)
  }
}

function closeRecord(end: Channel, context: Context, mark: number): void {
  if (mark === SILENT) return
  if (mark === NOTHING) {
    publishEnd(end, context)
    return
  }
  try {
    publishEnd(end, context)
  } finally {
    leaveRecord(mark)
  }
}

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
