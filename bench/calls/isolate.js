// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks'
import { work } from './work.js'

export const loop = 'sumOf'

/** No channel takes part. @type {string[]} */
export const events = []

/** What puts the whole context back on Node itself. @type {import('./prepare-calls.js').MakeCall} */
export const node = () => (i) => AsyncLocalStorage.snapshot()(work, i)

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ library: { isolate } }) => (i) => isolate(work, undefined, i)

/** A bare try/finally around the call, which does nothing with the context. @type {import('./prepare-calls.js').MakeCall} */
export const byHand = () => (i) => guarded(work, undefined, i)

export { direct, own } from './trace-sync.js'

let calls = 0

/** Called as `isolate` is. @param {(...args: any[]) => any} fn @param {unknown} thisArg @param {unknown[]} args */
function guarded(fn, thisArg, ...args) {
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    calls++
  }
}
