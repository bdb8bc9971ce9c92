// @ts-check
import { flags } from '../counting/bytes.js'
import { median } from '../timing/summary.js'
import { startServer, WATCHED_SIDES } from './contest.js'
import { Load } from './load.js'

/**
 * What is looked at in servers one by one, since it would disturb who measures time.
 *
 * @typedef {object} Examined
 * @property {number} bytes allocated per request: the median of some windows
 * @property {number} share the part of the CPU time that enters stores and publishes, by a profile
 * @property {number} samples how many samples that is a part of
 * @property {import('./ways.js').Ways} ways how often, per request, methods were called that enter stores
 */

/**
 * @param {import('./contest.js').Subject} subject
 * @param {import('./measure-all.js').Effort} effort
 * @param {() => void} step is called a few times meanwhile, see {@link STEPS}
 * @returns {Promise<Record<import('./contest.js').WatchedSide, Examined>>}
 */
export async function examine(subject, effort, step) {
  const bytes = await ofEachSide(subject, effort, flags, bytesPerRequest, step)
  const looked = await ofEachSide(subject, effort, [], sharesAndWays, step)
  return /** @type {any} */ (Object.fromEntries(WATCHED_SIDES.map((side) => [side, { bytes: bytes[side], ...looked[side] }])))
}

/** How often `examine` calls `step`. */
export const STEPS = 2 * WATCHED_SIDES.length

/**
 * Looks at a server of each side, one after the other, when it is warm.
 *
 * @template Result
 * @param {import('./contest.js').Subject} subject
 * @param {import('./measure-all.js').Effort} effort
 * @param {string[]} flags
 * @param {(server: import('./server.js').Server, load: Load, effort: import('./measure-all.js').Effort) => Promise<Result>} look
 * @param {() => void} step
 * @returns {Promise<Record<string, Result>>}
 */
async function ofEachSide(subject, effort, flags, look, step) {
  /** @type {Record<string, Result>} */
  const results = {}
  for (const side of WATCHED_SIDES) {
    const server = startServer(side, subject, flags)
    try {
      const load = new Load((await server.ready).origin)
      await load.make(effort.warmUp * effort.requests)
      results[side] = await look(server, load, effort)
      await load.close()
    } finally {
      server.stop()
    }
    step()
  }
  return results
}

/** @param {import('./server.js').Server} server @param {Load} load @param {import('./measure-all.js').Effort} effort */
async function bytesPerRequest(server, load, { rounds, requests }) {
  const windows = []
  for (let i = 0; i < Math.ceil(rounds / 4); i++) {
    const bytes = await server.allocatedBy(() => load.make(requests))
    if (bytes !== null) windows.push(bytes / requests)
  }
  if (windows.length === 0) throw new Error('V8 has collected in all windows: ask for fewer requests at a time')
  return median(windows.sort((a, b) => a - b))
}

/** @param {import('./server.js').Server} server @param {Load} load @param {import('./measure-all.js').Effort} effort */
async function sharesAndWays(server, load, { rounds, requests }) {
  const { samples, ofContexts } = await server.profileOf(() => load.make(rounds * requests))
  // Last: V8 goes on counting.
  const ways = await server.waysOf(() => load.make(requests))
  const perRequest = (/** @type {Record<string, number>} */ counts) => Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / requests]))
  return { share: ofContexts / samples, samples, ways: { shim: perRequest(ways.shim), host: perRequest(ways.host) } }
}
