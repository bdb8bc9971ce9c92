import type { Channel } from 'node:diagnostics_channel'
import { type Entered, type Entry, leaveAfter } from '../context/entry.js'
import { isPublishedByOthers, publishEnd, publishStart } from '../host/publish.js'
import { apply } from '../primordials.js'
import { both } from '../suppressed.js'
import type { AnyFunction, Context, TraceChannels, WindowChannels } from '../types.js'
import { publishError } from './outcome.js'
import type { Semantics } from './semantics.js'
import { nestWindow } from './slow-path.js'

// A window is: check whether anyone listens, enter the stores, publish start, call, publish end, leave the stores. Who
// calls within one writes:
//
//     const isHeard = isWindowHeard(semantics, start, end)
//     const entry = isHeard ? open(semantics, start, context) : undefined
//     if (entry === null) …
//     try { … } catch (error) { throw failWindow(…) }
//     if (isHeard) close(semantics, end, context, entry)
//
// That is what `using` would mean. A native `using` takes some 200 ns and 250 bytes, a DisposableStack twice
// that, this neither.

/** Whether somebody hears of a window that is to be opened. */
export function isWindowHeard(semantics: Semantics, start: Channel, end: Channel): boolean {
  return !semantics.windowsCanBeSilent || start.hasSubscribers || end.hasSubscribers
}

/**
 * Opens a window that somebody hears of: enters the stores of `start` and publishes `start`.
 *
 * @returns what to {@link close} it with. `null` if it was not opened and the call has to be made by the host's
 *   `start.runStores`, which does the same
 */
export function open(semantics: Semantics, start: Channel, context: Context): Entered {
  const entry = semantics.enter(start, context)
  if (entry === null) return null
  try {
    publishStart(start, context)
  } catch (error) {
    throw leaveAfter(entry, error, semantics.style)
  }
  return entry
}

/** Closes a window: publishes `end` and leaves the stores. */
export function close(semantics: Semantics, end: Channel, context: Context, entry: Entry | undefined): void {
  if (entry === undefined) {
    publishEnd(end, context)
    return
  }
  try {
    publishEnd(end, context)
  } catch (error) {
    throw leaveAfter(entry, error, semantics.style)
  }
  entry.leave()
}

/**
 * Closes a window after an error, and gives what is to be thrown: that error, or what comes of both where closing fails
 * as well.
 */
function closeAfter(
  semantics: Semantics, end: Channel, context: Context, entry: Entry | undefined, error: unknown
): unknown {
  try {
    close(semantics, end, context, entry)
    return error
  } catch (another) {
    return both(semantics.style, another, error)
  }
}

/**
 * Publishes the error of a traced call and closes its window, and gives what is to be thrown.
 *
 * @param end `undefined` where nobody hears of the window
 */
export function failWindow(
  semantics: Semantics,
  channels: TraceChannels,
  end: Channel | undefined,
  context: Context,
  entry: Entry | undefined,
  error: unknown
): unknown {
  let thrown = error
  try {
    publishError(channels, context, error)
  } catch (another) {
    thrown = another
  }
  return end === undefined ? thrown : closeAfter(semantics, end, context, entry, thrown)
}

/** Calls fn in the window of a bounded channel, if that says that somebody listens, and returns what fn returns. */
export function runWindow(
  semantics: Semantics,
  bounded: WindowChannels & { hasSubscribers: boolean },
  context: Context,
  fn: AnyFunction,
  thisArg: unknown,
  args: unknown[]
): unknown {
  if (!bounded.hasSubscribers) return apply(fn, thisArg, args)
  const { start, end } = bounded
  return callInWindow(semantics, start, end, context, fn, thisArg, args)
}

/** Calls fn in a window that somebody hears of, and returns what fn returns. */
export function callInWindow(
  semantics: Semantics,
  start: Channel,
  end: Channel,
  context: Context,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>
): any {
  const entry = open(semantics, start, context)
  if (entry === null) return nestWindow(semantics, { start, end }, context, fn, thisArg, args)
  if (
    entry?.mayFail || isPublishedByOthers(end)
  ) return callAndCloseAfter(semantics, end, context, entry, fn, thisArg, args)
  try {
    return apply(fn, thisArg, args)
  } finally {
    close(semantics, end, context, entry)
  }
}

/**
 * The same where closing may fail. An error that is caught and thrown on shows this place as its own where nobody
 * handles it: elsewhere it passes by a `finally`.
 */
function callAndCloseAfter(
  semantics: Semantics,
  end: Channel,
  context: Context,
  entry: Entry | undefined,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>
): unknown {
  let result: unknown
  try {
    result = apply(fn, thisArg, args)
  } catch (error) {
    throw closeAfter(semantics, end, context, entry, error)
  }
  close(semantics, end, context, entry)
  return result
}
