// @ts-check
import { setImmediate } from 'node:timers/promises'

/**
 * Makes calls and waits until all that they started is over.
 *
 * @param {import('../calls/prepare-calls.js').Loop} loop
 * @param {number} times
 */
export async function settle(loop, times) {
  loop(times)
  await setImmediate()
}
