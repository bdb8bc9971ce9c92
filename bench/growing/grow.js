// @ts-check
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { Contestant } from '../timing/contestant.js'
import { Runner } from '../timing/runner.js'
import { median, summarize } from '../timing/summary.js'
import { CURVES, fewSteps } from './curves.js'

/** @typedef {import('../timing/time-case.js').Effort} Effort */

/**
 * How the cost of a call grows on one Node.
 *
 * A row is one point of a curve: `count` is how many there are of what the curve is about. The other conditions, and `node`,
 * `tracescope`, `ratio` and `spread`, are those of bench/throughput; `collecting` has the nanoseconds of garbage collections
 * per call, the mean of all rounds, and `bytesPerCall` what a call allocates, the median.
 *
 * @typedef {Awaited<ReturnType<typeof grow>>} Growth
 * @typedef {Growth['rows'][number]} Point
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

const SIDES = /** @type {const} */ (['node', 'tracescope'])
/** Calls come at least in hundreds, as in other measurements of time. */
const LEAST_WAVE = 100

/**
 * Times one point of a curve in rounds, Node and tracescope one after the other, in fresh processes.
 *
 * @param {string} node the Node binary
 * @param {import('./curves.js').TimedCase} conditions
 * @param {Effort} effort
 */
async function timePoint(node, conditions, { processes, rounds, milliseconds, warmUp }) {
  const bySide = () => ({ node: /** @type {number[]} */ ([]), tracescope: /** @type {number[]} */ ([]) })
  const [times, collecting, allocated] = [bySide(), bySide(), bySide()]
  const callsPerRound = { node: 0, tracescope: 0 }
  for (let i = 0; i < processes; i++) {
    const contestant = new Contestant(node, { conditions, implementations: [...SIDES], heap: true })
    const wave = Math.max(LEAST_WAVE, conditions.inFlight ?? 0)
    const runners = { node: new Runner(contestant, 'node', wave), tracescope: new Runner(contestant, 'tracescope', wave) }
    try {
      await contestant.ready
      for (const side of SIDES) callsPerRound[side] = await runners[side].warmUp(warmUp, milliseconds)
      for (let round = 0; round < rounds; round++) {
        for (const side of SIDES) {
          const round = await runners[side].roundInAll()
          times[side].push(round.nanoseconds)
          collecting[side].push(round.collecting)
          allocated[side].push(round.allocated)
        }
      }
    } finally {
      contestant.end()
    }
  }
  return { ...summarize(times, callsPerRound), collecting: eachBy(mean, collecting), bytesPerCall: eachBy(middle, allocated) }
}

/** @param {(values: number[]) => number} reduce @param {Record<'node' | 'tracescope', number[]>} values */
function eachBy(reduce, { node, tracescope }) {
  return { node: reduce(node), tracescope: reduce(tracescope) }
}

/** Of collections: most rounds have none. @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value) / values.length
}

/** Of bytes: now and then V8 allocates for itself. @param {number[]} values */
function middle(values) {
  return Math.round(median(values.toSorted((a, b) => a - b)))
}
