import { setImmediate as setImmediateOfHost } from 'node:timers'

/** Something that is looked at when code has ended. */
export interface Pending {
  /** The synchronous code has ended that was running. */
  codeEnded(): void
}

// The host's own: a page of jsdom has no such global, and the timers of a window are numbers.
const setImmediate = setImmediateOfHost
const { then } = Promise.prototype
const done = Promise.resolve()

let pending: Pending[] = []

/**
 * Looks at something when the synchronous code that is running now has ended: in a promise job. All that come meanwhile
 * are looked at in the same one: their code has ended then, too.
 */
export function whenCodeEnds(what: Pending): void {
  if (pending.push(what) === 1) void Reflect.apply(then, done, [look])
}

function look(): void {
  const now = pending
  pending = []
  for (const what of now) what.codeEnded()
}

/** Waits until the turn of the event loop has ended, and all was looked at. */
export async function turnEnd(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => whenTurnEnds(resolve))
}

/** Calls a function when the turn of the event loop has ended. */
export function whenTurnEnds(fn: () => void): void {
  setImmediate(fn)
}
