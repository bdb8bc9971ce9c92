// @ts-check
import { Contestant } from '../timing/contestant.js'
import { Runner } from '../timing/runner.js'
import { median, summarize } from '../timing/summary.js'

/** @typedef {import('../timing/time-case.js').Effort} Effort */

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
export async function timePoint(node, conditions, { processes, rounds, milliseconds, warmUp }) {
  /** @type {Record<'node' | 'tracescope', number[]>} */
  const times = { node: [], tracescope: [] }
  /** @type {typeof times} */
  const collecting = { node: [], tracescope: [] }
  /** @type {typeof times} */
  const allocated = { node: [], tracescope: [] }
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

/**
 * @param {(values: number[]) => number} reduce
 * @param {Record<'node' | 'tracescope', number[]>} values
 */
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
