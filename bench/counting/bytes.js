import { setTimeout } from 'node:timers/promises'
import { getHeapSpaceStatistics } from 'node:v8'
import { median } from '../shared/statistics.js'
import { CALLS, collect, FEWER, LARGE_SEMI_SPACE, MORE, settle } from './windows.js'

/**
 * With the optimiser, a semi-space so large that nothing is collected while calls are made, and all that they allocate
 * in it: of old space V8 counts what it has reserved to allocate from, now and then a quarter of a megabyte.
 */
export const flags = [...LARGE_SEMI_SPACE, '--no-allocation-site-pretenuring']

const WARM_UPS = 100
const REPEATS = 7
/**
 * V8 allocates for itself too, some kilobytes now and then: each window is as many times as long as in other counts, or
 * as fits into the semi-space.
 */
const MOST_BATCHES = 10
const MOST_BYTES = 2 ** 26

/**
 * Measures by how much the space of new objects grows.
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
  const bytesOfBatch = await growth(loop, MORE, 1)
  const batches = Math.min(MOST_BATCHES, Math.max(1, Math.floor(MOST_BYTES / bytesOfBatch)))
  const repeats = []
  for (let i = 0; i < REPEATS; i++) {
    const fewer = await growth(loop, FEWER, batches)
    const more = await growth(loop, MORE, batches)
    repeats.push((more - fewer) / CALLS / batches)
  }
  // What V8 frees beside the calls can make it a little less than nothing.
  return { bytesPerCall: Math.max(0, Math.round(median(repeats))) }
}

async function growth(loop, times, batches) {
  collect()
  const before = bytesOfNewObjects()
  for (let i = 0; i < batches; i++) await settle(loop, times)
  return bytesOfNewObjects() - before
}

/** How much there is in the space of new objects. */
export function bytesOfNewObjects() {
  let bytes = 0
  for (const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()) {
    if (name.startsWith('new_')) bytes += used
  }
  return bytes
}
