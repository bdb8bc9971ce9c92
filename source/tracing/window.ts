import type { Channel } from 'node:diagnostics_channel'
import { publish } from '../host/publish.js'
import { leave, NESTED } from '../stores/enter.js'
import type { Context } from '../types.js'
import type { Behaviour } from './behaviour.js'

// A window is: check whether anyone listens, enter the stores, publish start, call, publish end, leave the stores. Who
// calls within one writes:
//
//     const mark = open(behaviour, start, end, context)
//     if (mark === NESTED) …
//     try { … } finally { close(end, context, mark) }
//
// The try/finally is what `using` would mean. A native `using` takes some 200 ns and 250 bytes, a DisposableStack twice
// that, this neither.

/** Instead of a mark: nobody listened when the window was to be opened. */
export const SILENT = -2

/**
 * Opens a window: enters the stores of `start` and publishes `start`.
 *
 * @returns the mark to {@link close} it by. `NESTED` if it was not opened and the call has to be made by the host's
 *   `start.runStores`, which does the same
 */
export function open(behaviour: Behaviour, start: Channel, end: Channel, context: Context): number {
  if (isSilent(behaviour, start, end)) return SILENT
  return openHeard(behaviour, start, context)
}

/** Whether nobody hears of a window that is to be opened. */
export function isSilent(behaviour: Behaviour, start: Channel, end: Channel): boolean {
  return behaviour.windowsCanBeSilent && !start.hasSubscribers && !end.hasSubscribers
}

/** Opens a window that somebody is known to listen to. */
export function openHeard(behaviour: Behaviour, start: Channel, context: Context): number {
  const mark = behaviour.enter(start, context)
  if (mark === NESTED) return mark
  try {
    publish('start', start, context)
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
    publish('end', end, context)
  } finally {
    leave(mark)
  }
}
