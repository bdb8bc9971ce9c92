// @ts-check
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { Contestant } from '../timing/contestant.js'
import { Runner } from '../timing/runner.js'
import { summarize } from '../timing/summary.js'
import { addRounds } from '../timing/time-case.js'
import { CURVES, fewSteps } from './curves.js'

/** @typedef {import('../timing/time-case.js').Effort} Effort */

/**
 * How the time of a call grows on one Node.
 *
 * A row is one point of a curve: `count` is how many there are of what the curve is about. The other conditions, and `node`,
 * `tracescope`, `ratio` and `spread`, are those of bench/throughput.
 *
 * @typedef {Awaited<ReturnType<typeof grow>>} Growth
 */

/**
 * Measures curves on one Node, point by point.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {import('./curves.js').CurveName[]} names
 * @param {Effort} effort
 * @param {boolean} few whether some points are enough
 */
export async function grow(binary, names, effort, few) {
  const conditions = conditionsOf(binary)
  const points = names.flatMap((curve) => {
    const { steps, at } = CURVES[curve]
    return (few ? fewSteps(steps) : steps).map((count) => ({ curve, count, timedCase: at(count) }))
  })
  const progress = new Progress(`Node ${binary.node}`, points.length)
  const rows = []
  for (const { curve, count, timedCase } of points) {
    rows.push({ curve, count, ...timedCase, ...await timePoint(binary.path, timedCase, effort) })
    progress.step(`${count} ${CURVES[curve].title}`)
  }
  progress.end()
  return { ...conditions, ...effort, rows }
}

/** Calls come at least in hundreds, as in other measurements of time. */
const LEAST_WAVE = 100

/**
 * Times one point of a curve in rounds, Node and tracescope one after the other, in fresh processes.
 *
 * @param {string} node the Node binary
 * @param {import('./curves.js').TimedCase} conditions
 * @param {Effort} effort
 */
async function timePoint(node, conditions, effort) {
  const times = { node: [], tracescope: [] }
  const callsPerRound = { node: 0, tracescope: 0 }
  for (let i = 0; i < effort.processes; i++) {
    const contestant = new Contestant(node, { conditions, implementations: ['node', 'tracescope'] })
    const wave = Math.max(LEAST_WAVE, conditions.inFlight ?? 0)
    const sides = { node: new Runner(contestant, 'node', wave), tracescope: new Runner(contestant, 'tracescope', wave) }
    await addRounds({ contestants: [contestant], sides }, effort, times, callsPerRound)
  }
  return summarize(times, callsPerRound)
}
