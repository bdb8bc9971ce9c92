import { mapValues, median, middleHalf, ratios } from '../shared/statistics.js'
import { WATCHED_SIDES } from './sides.js'

/**
 * What one side took for the requests of a round, and what the server says of itself: CPU time of all threads, pauses
 * for garbage collection, traces that have ended, and the part of the time in which its event loop was not idle.
 *
 * @typedef {{ requests: number, seconds: number, latencies: number[],
 *   used: { cpuMicroseconds: number, gcMilliseconds: number, traces: number, utilization: number } }} Taken
 */

/**
 * The rounds under an agent in short. Of each side the medians, CPU time and collections per request or per thousand of
 * them; near a utilization of 1 it is the server that was waited for. Then how many times as good the shim is as Node's
 * own, and the shim with `storages`: requests per second, the side ÷ node, and CPU time per request, node ÷ the side;
 * the medians of the ratios of all rounds, and their middle half. `tracesPerRequest` is as the plain agent counts them;
 * those that people run tell nobody.
 *
 * @param {Record<string, Taken[]>} taken the rounds of each side
 */
export function summarize(taken) {
  const figures = mapValues(taken, (rounds) => rounds.map(figuresOf))
  const each = (side, name) => figures[side].map((round) => round[name])
  const ratiosOf = (side) => {
    const speed = ratios(each(side, 'requestsPerSecond'), each('node', 'requestsPerSecond'))
    const cpu = ratios(each('node', 'cpuMicroseconds'), each(side, 'cpuMicroseconds'))
    return { ratio: median(speed), spread: middleHalf(speed), cpuRatio: median(cpu), cpuSpread: middleHalf(cpu) }
  }
  return {
    tracesPerRequest: tracesPerRequest(taken),
    ...mapValues(figures, (rounds, side) => ({
      ...mapValues(rounds[0], (_, name) => median(each(side, name))),
      cpuHalf: middleHalf(each(side, 'cpuMicroseconds')),
      // A round has few collections, or none: the mean says more than the median.
      gcMilliseconds: each(side, 'gcMilliseconds').reduce((sum, milliseconds) => sum + milliseconds, 0) / rounds.length
    })),
    ...ratiosOf('tracescope'),
    withStorages: ratiosOf('storages'),
    rounds: figures.node.length
  }
}

/** @param {Taken} taken */
function figuresOf({ requests, seconds, latencies, used }) {
  return {
    requestsPerSecond: requests / seconds,
    cpuMicroseconds: used.cpuMicroseconds / requests,
    gcMilliseconds: used.gcMilliseconds / requests * 1000,
    p50: median(latencies),
    p99: latencies.toSorted((a, b) => a - b)[Math.ceil(requests * 0.99) - 1],
    utilization: used.utilization
  }
}

/** The same on all sides, or the figures would be of two different things. @param {Record<string, Taken[]>} taken */
function tracesPerRequest(taken) {
  const [node, ...others] = WATCHED_SIDES.map((side) => {
    const sum = (/** @type {(round: Taken) => number} */ of) =>
      taken[side].reduce((total, round) => total + of(round), 0)
    return sum(({ used }) => used.traces) / sum(({ requests }) => requests)
  })
  for (const other of others) {
    if (other !== node) throw new Error(`${node} traces per request, and ${other} with tracescope`)
  }
  return node
}
