// @ts-check
import { median } from '../timing/summary.js'

/** @typedef {import('./contest.js').Side} Side */
/** @typedef {import('./contest.js').Taken} Taken */

/**
 * What one side takes: medians of all rounds, but for `gcMilliseconds`. A round has few collections, or none.
 *
 * @typedef {object} Figures
 * @property {number} requestsPerSecond
 * @property {number} cpuMicroseconds of all threads of the server, per request
 * @property {number} gcMilliseconds pauses for garbage collection, per thousand requests: the mean of all rounds
 * @property {number} p50 milliseconds until half of the requests of a round were answered
 * @property {number} p99 and until 99 of a hundred were
 * @property {number} utilization the part of the time in which the server's event loop was not idle; near 1 it is the
 *   server that was waited for
 */

/**
 * The rounds with a number of stores in short.
 *
 * @typedef {object} Row
 * @property {number} stores how many the agent binds to the start of each channel
 * @property {number} tracesPerRequest as they were counted
 * @property {Figures} node
 * @property {Figures} tracescope
 * @property {Figures} unwatched the same server without an agent
 * @property {number} ratio requests per second, tracescope ÷ node: the median of the ratios of all rounds
 * @property {[number, number]} spread the middle half of those ratios
 * @property {number} cpuRatio CPU time per request, node ÷ tracescope: likewise
 * @property {[number, number]} cpuSpread
 * @property {number} rounds
 */

/**
 * @param {Record<Side, Taken>[]} rounds
 * @returns {Omit<Row, 'stores'>}
 */
export function summarize(rounds) {
  const figures = rounds.map(({ node, tracescope, unwatched }) => {
    return { node: figuresOf(node), tracescope: figuresOf(tracescope), unwatched: figuresOf(unwatched) }
  })
  /** @param {Side} side */
  const ofAll = (side) => {
    /** @param {keyof Figures} name */
    const each = (name) => figures.map((round) => round[side][name])
    return {
      requestsPerSecond: middle(each('requestsPerSecond')).median,
      cpuMicroseconds: middle(each('cpuMicroseconds')).median,
      gcMilliseconds: each('gcMilliseconds').reduce((sum, pause) => sum + pause, 0) / rounds.length,
      p50: middle(each('p50')).median,
      p99: middle(each('p99')).median,
      utilization: middle(each('utilization')).median
    }
  }
  const speed = middle(figures.map(({ node, tracescope }) => tracescope.requestsPerSecond / node.requestsPerSecond))
  const cpu = middle(figures.map(({ node, tracescope }) => node.cpuMicroseconds / tracescope.cpuMicroseconds))
  return {
    tracesPerRequest: tracesPerRequest(rounds),
    node: ofAll('node'),
    tracescope: ofAll('tracescope'),
    unwatched: ofAll('unwatched'),
    ratio: speed.median,
    spread: speed.half,
    cpuRatio: cpu.median,
    cpuSpread: cpu.half,
    rounds: rounds.length
  }
}

/** @param {Taken} taken @returns {Figures} */
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

/** The same on both sides, or the figures would be of two different things. @param {Record<Side, Taken>[]} rounds */
function tracesPerRequest(rounds) {
  const [node, tracescope] = (/** @type {Side[]} */ (['node', 'tracescope'])).map((side) => {
    const sum = (/** @type {(taken: Taken) => number} */ of) => rounds.reduce((total, round) => total + of(round[side]), 0)
    return sum(({ used }) => used.traces) / sum(({ requests }) => requests)
  })
  if (node !== tracescope) throw new Error(`${node} traces per request, and ${tracescope} with tracescope`)
  return node
}

/**
 * The median, and the middle half of values.
 *
 * @param {number[]} values
 * @returns {{ median: number, half: [number, number] }}
 */
function middle(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const quarter = sorted.length >> 2
  return { median: median(sorted), half: [sorted[quarter], sorted[sorted.length - 1 - quarter]] }
}
