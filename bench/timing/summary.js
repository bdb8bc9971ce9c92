// @ts-check

/**
 * The rounds of a case in short.
 *
 * - `node`, `tracescope`, `floor` (by hand), `direct`: medians, in nanoseconds per call
 * - `ratio`: the median of node ÷ tracescope in each round, where the two were timed one right after the other
 * - `spread`: the least and the most of each
 * - `callsPerRound`: how many calls of each side a round had
 *
 * @typedef {{ spread: Record<Measure, [number, number]>, callsPerRound: Record<Side, number> }} Details
 * @typedef {Record<Measure, number> & Details} Summary
 */

/** @typedef {import('./time-case.js').Side} Side */
/** @typedef {Side | 'ratio'} Measure */

/**
 * @param {Record<Side, number[]>} times nanoseconds per call, in each round
 * @param {Record<Side, number>} callsPerRound
 * @returns {Summary}
 */
export function summarize(times, callsPerRound) {
  const ratio = times.node.map((time, round) => time / times.tracescope[round])
  const sorted = Object.entries({ ...times, ratio }).map(([name, values]) => {
    return { name, values: values.toSorted((a, b) => a - b) }
  })
  return /** @type {Summary} */ ({
    ...Object.fromEntries(sorted.map(({ name, values }) => [name, median(values)])),
    spread: Object.fromEntries(sorted.map(({ name, values }) => [name, [values[0], values.at(-1)]])),
    callsPerRound
  })
}

/** @param {number[]} sorted */
export function median(sorted) {
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
