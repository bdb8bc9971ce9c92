import { setImmediate as setImmediateOfHost } from 'node:timers'
import { inspect } from 'node:util'
import { isPromise } from 'node:util/types'

// What becomes of promises, without a reaction to them: the host would take their rejections for handled then.

// The host's own, as it is at load: see `turn.ts`.
const setImmediate = setImmediateOfHost

/** Whether a value is a promise of the language that is not settled yet. */
export function isPending(value: unknown): value is Promise<unknown> {
  return isPromise(value) &&
    /^[^{]*\{\s*<pending>/.test(inspect(value, { depth: 0, customInspect: false, showProxy: false }))
}

/** A promise, until it is settled; or collected, once it is not held. */
interface Waiting {
  readonly promise: WeakRef<Promise<unknown>>
  readonly settled: () => void
  held: Promise<unknown> | undefined
}

/** Those that are settled soon are seen to be, though nobody else keeps them; those that never are would pile up. */
const MOST_HELD = 1000

let waiting: Waiting[] = []
let isLooking = false

/**
 * Calls a function in a turn after that in which a promise was settled; not if it was collected, as it may be after a
 * thousand others. It keeps no process alive.
 */
export function whenSettled(promise: Promise<unknown>, settled: () => void): void {
  waiting.push({ promise: new WeakRef(promise), settled, held: promise })
  const tooLong = waiting.at(-1 - MOST_HELD)
  if (tooLong) tooLong.held = undefined
  if (!isLooking) lookLater()
}

// Those that are settled in the last turn.
process.on('beforeExit', look)

function lookLater(): void {
  isLooking = true
  // Called whenever the event loop comes round, for whatever reason.
  setImmediate(() => {
    isLooking = false
    look()
    if (waiting.length > 0) lookLater()
  }).unref()
}

function look(): void {
  const now = waiting
  waiting = []
  for (const one of now) {
    const promise = one.promise.deref()
    if (promise === undefined) continue
    if (isPending(promise)) waiting.push(one)
    else one.settled()
  }
}
