import { inspect } from 'node:util'
import { isPromise } from 'node:util/types'

// What becomes of promises, without a reaction to them: the host would take their rejections for handled then.

const { setImmediate } = globalThis

/** Whether a value is a promise of the language that is not settled yet. */
export function isPending(value: unknown): value is Promise<unknown> {
  return isPromise(value) && /^[^{]*\{\s*<pending>/.test(inspect(value, { depth: 0, customInspect: false, showProxy: false }))
}

/** A promise, until it is collected or settled. */
interface Waiting {
  readonly promise: WeakRef<Promise<unknown>>
  readonly settled: () => void
}

let waiting: Waiting[] = []
let isLooking = false

/** Calls a function in a turn after that in which a promise was settled; not if it was collected. It keeps no process alive. */
export function whenSettled(promise: Promise<unknown>, settled: () => void): void {
  waiting.push({ promise: new WeakRef(promise), settled })
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
