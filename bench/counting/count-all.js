// @ts-check
import { calibrate } from './calibrate.js'
import { API_CASES, LIBRARY_CASES, OWN_CASES } from './cases.js'
import { countEach } from './count-each.js'

/**
 * All that is counted on one Node.
 *
 * - `rows`: the APIs. `subscribers` tells whether every event that the API publishes has one; `stores` is how many are
 *   bound to `start`, `ambient`, where there are any, how many others have a value in the context. For withScope, where there is no channel, `subscribers` is false and `stores` are those entered.
 * - `own`: what a call takes without any tracing, with the context that its caller makes. The rows include it.
 * - `libraries`: calls of libraries; `implementation: 'tracescope'` is with the shim.
 * - `calibration`: calls that make a known number of closures.
 *
 * @typedef {Awaited<ReturnType<typeof countAll>>} CountedNode
 */

/**
 * Counts everything on one Node.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @throws CalibrationError
 */
export async function countAll(binary) {
  const { path, node, v8 } = binary
  const calibration = await calibrate(binary)
  const own = await countEach(`Node ${node}, calls without tracing`, path, OWN_CASES)
  const rows = await countEach(`Node ${node}, APIs`, path, API_CASES)
  const libraries = await countEach(`Node ${node}, libraries`, path, LIBRARY_CASES)
  return { node, v8, rows, own, libraries, calibration }
}
