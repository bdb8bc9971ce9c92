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
 * @property {[number, number]} cpuHalf the middle half of the rounds
 * @property {number} gcMilliseconds pauses for garbage collection, per thousand requests: the mean of all rounds
 * @property {number} p50 milliseconds until half of the requests of a round were answered
 * @property {number} p99 and until 99 of a hundred were
 * @property {number} utilization the part of the time in which the server's event loop was not idle; near 1 it is the
 *   server that was waited for
 */

/**
 * How many times as good a side is as Node's own.
 *
 * @typedef {object} Ratios
 * @property {number} ratio requests per second, the side ÷ node: the median of the ratios of all rounds
 * @property {[number, number]} spread the middle half of those ratios
 * @property {number} cpuRatio CPU time per request, node ÷ the side: likewise
 * @property {[number, number]} cpuSpread
 */

/**
 * The rounds under an agent in short, with the ratios of the shim.
 *
 * @typedef {object} RowOfSides
 * @property {number} tracesPerRequest as the plain agent counts them; those that people run tell nobody
 * @property {Figures} node
 * @property {Figures} tracescope
 * @property {Figures} storages with `storages`, too
 * @property {Figures} unwatched the same server without an agent
 * @property {Ratios} withStorages
 * @property {number} rounds
 */

/** @typedef {RowOfSides & Ratios} Row */

/**
 * @param {Record<Side, Taken>[]} rounds
 * @returns {Row}
 */
export function summarize(rounds) {
  const figures = rounds.map(({ node, tracescope, storages, unwatched }) => {
    return { node: figuresOf(node), tracescope: figuresOf(tracescope), storages: figuresOf(storages), unwatched: figuresOf(unwatched) }
  })
  /** @param {Side} side */
  const ofAll = (side) => {
    /** @param {keyof Round} name */
    const each = (name) => figures.map((round) => round[side][name])
    const cpu = middle(each('cpuMicroseconds'))
    return {
      requestsPerSecond: middle(each('requestsPerSecond')).median,
      cpuMicroseconds: cpu.median,
      cpuHalf: cpu.half,
      gcMilliseconds: each('gcMilliseconds').reduce((sum, pause) => sum + pause, 0) / rounds.length,
      p50: middle(each('p50')).median,
      p99: middle(each('p99')).median,
      utilization: middle(each('utilization')).median
    }
  }
  /** @param {Side} side @returns {Ratios} */
  const ratiosOf = (side) => {
    const speed = middle(figures.map((round) => round[side].requestsPerSecond / round.node.requestsPerSecond))
    const cpu = middle(figures.map((round) => round.node.cpuMicroseconds / round[side].cpuMicroseconds))
    return { ratio: speed.median, spread: speed.half, cpuRatio: cpu.median, cpuSpread: cpu.half }
  }
  return {
    tracesPerRequest: tracesPerRequest(rounds),
    node: ofAll('node'),
    tracescope: ofAll('tracescope'),
    storages: ofAll('storages'),
    unwatched: ofAll('unwatched'),
    ...ratiosOf('tracescope'),
    withStorages: ratiosOf('storages'),
    rounds: rounds.length
  }
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

/** The same on all sides, or the figures would be of two different things. @param {Record<Side, Taken>[]} rounds */
function tracesPerRequest(rounds) {
  const [node, ...others] = (/** @type {Side[]} */ (['node', 'tracescope', 'storages'])).map((side) => {
    const sum = (/** @type {(taken: Taken) => number} */ of) => rounds.reduce((total, round) => total + of(round[side]), 0)
    return sum(({ used }) => used.traces) / sum(({ requests }) => requests)
  })
  for (const other of others) if (other !== node) throw new Error(`${node} traces per request, and ${other} with tracescope`)
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
