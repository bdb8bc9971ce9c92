// @ts-check
import { setTimeout } from 'node:timers/promises'
import { CALLS, FEWER, MORE } from './windows.js'
import { settle } from './settle.js'

/** With the optimiser, and a semi-space so large that nothing is collected while calls are made. */
export const flags = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128']

const WARM_UPS = 100
const REPEATS = 7
/** V8 knows the size of the heap to some kilobytes only: each window is as many times as long as in other counts. */
const BATCHES = 10

/**
 * Measures by how much the heap grows.
 *
 * @param {import('../calls/prepare-calls.js').Loop} loop
 * @returns {Promise<{ bytesPerCall: number }>} the median of some repeats: now and then V8 allocates for itself
 */
export async function measure(loop) {
  for (let i = 0; i < WARM_UPS; i++) {
    await settle(loop, MORE)
    // Functions are optimised beside the program, and put in place when it next comes by.
    await setTimeout(2)
  }
  const repeats = []
  for (let i = 0; i < REPEATS; i++) {
    const fewer = await growth(loop, FEWER)
    const more = await growth(loop, MORE)
    repeats.push((more - fewer) / CALLS / BATCHES)
  }
  repeats.sort((a, b) => a - b)
  // What V8 frees beside the calls can make it a little less than nothing.
  return { bytesPerCall: Math.max(0, Math.round(repeats[REPEATS >> 1])) }
}

/**
 * @param {import('../calls/prepare-calls.js').Loop} loop
 * @param {number} times
 */
async function growth(loop, times) {
  if (typeof gc === 'function') gc()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < BATCHES; i++) await settle(loop, times)
  return process.memoryUsage().heapUsed - before
}
