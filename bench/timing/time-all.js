// @ts-check
import { conditionsOf } from '../terminal/command-line.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { Progress } from '../terminal/progress.js'
import { timeCase } from './time-case.js'

/**
 * The times on one Node, with the conditions under which they were taken.
 *
 * A row has the case and its rounds in short, see summary.js; `floor` is by hand. `subscribers` tells whether every event that the API publishes has one,
 * `stores` how many are bound to `start` (for withScope: entered), `ambient` how many other storages have a value,
 * `inFlight` how many promises are awaited at a time. With `install`, `tracescope` is Node's API with the shim.
 *
 * @typedef {Awaited<ReturnType<typeof timeAll>>} TimedNode
 */

/**
 * Times cases on one Node, one after the other.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {import('./cases.js').TimedCase[]} cases
 * @param {import('./time-case.js').Effort} effort
 */
export async function timeAll(binary, cases, effort) {
  const conditions = conditionsOf(binary)
  const progress = new Progress(`Node ${binary.node}`, cases.length)
  const rows = []
  for (const timedCase of cases) {
    rows.push({ ...timedCase, ...await timeCase(binary.path, timedCase, effort) })
    progress.step(`${timedCase.api}, ${conditionsInWords(timedCase)}`)
  }
  progress.end()
  return { ...conditions, ...effort, rows }
}
