// @ts-check
import { median, middle } from '../timing/summary.js'
import { SIDES, WATCHED_SIDES } from './contest.js'

/** @typedef {import('./contest.js').Side} Side */
/** @typedef {import('./contest.js').Taken} Taken */

/**
 * What one side takes: medians of all rounds, but for `gcMilliseconds`. A round has few collections, or none.
 *
 * @typedef {object} Figures
 * @property {number} requestsPerSecond
 * @property {number} cpuMicroseconds of all threads of the server, per request
 * @property {[number, number]} cpuHalf the middle half of the rounds
 * @property {number} gcMilliseconds pauses for garbage collection, per thousand requests: the mean of all rounds
 * @property {number} p50 milliseconds until half of the requests of a round were answered
 * @property {number} p99 and until 99 of a hundred were
 * @property {number} utilization the part of the time in which the server's event loop was not idle; near 1 it is the
 *   server that was waited for
 */

/**
 * How many times as good a side is as Node's own: requests per second, the side ÷ node, and CPU time per request, node ÷ the side. The
 * medians of the ratios of all rounds, and their middle half.
 *
 * @typedef {{ ratio: number, spread: [number, number], cpuRatio: number, cpuSpread: [number, number] }} Ratios
 */

/**
 * The rounds under an agent in short, with the ratios of the shim, and with `storages` too. `tracesPerRequest` is as the plain agent counts
 * them; those that people run tell nobody.
 *
 * @typedef {{ tracesPerRequest: number, rounds: number, withStorages: Ratios } & Record<Side, Figures> & Ratios} Row
 */

/** @param {Record<Side, Taken>[]} rounds @returns {Row} */
export function summarize(rounds) {
  const figures = rounds.map((round) => /** @type {Record<Side, Round>} */ (Object.fromEntries(SIDES.map((side) => [side, figuresOf(round[side])]))))
  /** @param {Side} side @returns {Ratios} */
  const ratiosOf = (side) => {
    const speed = middle(figures.map((round) => round[side].requestsPerSecond / round.node.requestsPerSecond))
    const cpu = middle(figures.map((round) => round.node.cpuMicroseconds / round[side].cpuMicroseconds))
    return { ratio: speed.median, spread: speed.half, cpuRatio: cpu.median, cpuSpread: cpu.half }
  }
  return /** @type {Row} */ ({
    tracesPerRequest: tracesPerRequest(rounds),
    ...Object.fromEntries(SIDES.map((side) => [side, mediansOf(figures.map((round) => round[side]))])),
    ...ratiosOf('tracescope'),
    withStorages: ratiosOf('storages'),
    rounds: rounds.length
  })
}

/** The figures of one round. @typedef {Omit<Figures, 'cpuHalf'>} Round */

/** @param {Taken} taken @returns {Round} */
function figuresOf({ requests, seconds, latencies, used }) {
  const sorted = latencies.toSorted((a, b) => a - b)
  return {
    requestsPerSecond: requests / seconds,
    cpuMicroseconds: used.cpuMicroseconds / requests,
    gcMilliseconds: used.gcMilliseconds / requests * 1000,
    p50: median(sorted),
    p99: sorted[Math.ceil(requests * 0.99) - 1],
    utilization: used.utilization
  }
}

/** @param {Round[]} rounds @returns {Figures} */
function mediansOf(rounds) {
  /** @param {keyof Round} name */
  const each = (name) => middle(rounds.map((round) => round[name]))
  const cpu = each('cpuMicroseconds')
  return {
    requestsPerSecond: each('requestsPerSecond').median,
    cpuMicroseconds: cpu.median,
    cpuHalf: cpu.half,
    gcMilliseconds: rounds.reduce((sum, { gcMilliseconds }) => sum + gcMilliseconds, 0) / rounds.length,
    p50: each('p50').median,
    p99: each('p99').median,
    utilization: each('utilization').median
  }
}

/** The same on all sides, or the figures would be of two different things. @param {Record<Side, Taken>[]} rounds */
function tracesPerRequest(rounds) {
  const [node, ...others] = WATCHED_SIDES.map((side) => {
    const sum = (/** @type {(taken: Taken) => number} */ of) => rounds.reduce((total, round) => total + of(round[side]), 0)
    return sum(({ used }) => used.traces) / sum(({ requests }) => requests)
  })
  for (const other of others) if (other !== node) throw new Error(`${node} traces per request, and ${other} with tracescope`)
  return node
}
