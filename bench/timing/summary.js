// @ts-check

/**
 * The rounds of a case in short.
 *
 * - `node`, `tracescope`, `floor` (by hand), `direct`: medians, in nanoseconds per call
 * - `ratio`: the median of node ÷ tracescope in each round, where the two were timed one right after the other
 * - `spread`: the least and the most of each
 * - `callsPerRound`: how many calls of each side a round had
 *
 * @template {Side} [Sides=Side]
 * @typedef {Record<Sides | 'ratio', number> & { spread: Record<Sides | 'ratio', [number, number]>, callsPerRound: Record<Sides, number> }} Summary
 */

/** @typedef {import('./time-case.js').Side} Side */

/**
 * @template {Side} Sides
 * @param {Record<Sides | 'node' | 'tracescope', number[]>} times nanoseconds per call, in each round
 * @param {Record<Sides | 'node' | 'tracescope', number>} callsPerRound
 * @returns {Summary<Sides | 'node' | 'tracescope'>}
 */
export function summarize(times, callsPerRound) {
  return /** @type {any} */ (summarizeRatio(times, ['node', 'tracescope'], callsPerRound))
}

/**
 * The rounds of any sides in short, with the ratio of two.
 *
 * @template {string} Sides
 * @param {Record<Sides, number[]>} times nanoseconds per call, in each round
 * @param {[Sides, Sides]} ratioOf
 * @param {Record<Sides, number>} callsPerRound
 * @returns {Record<Sides | 'ratio', number> & { spread: Record<Sides | 'ratio', [number, number]>, callsPerRound: Record<Sides, number> }}
 */
export function summarizeRatio(times, [one, other], callsPerRound) {
  const ratio = times[one].map((time, round) => time / times[other][round])
  const sorted = Object.entries({ ...times, ratio }).map(([name, values]) => {
    return { name, values: /** @type {number[]} */ (values).toSorted((a, b) => a - b) }
  })
  return /** @type {any} */ ({
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
