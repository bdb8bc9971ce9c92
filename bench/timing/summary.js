// @ts-check

/**
 * The rounds of a case in short.
 *
 * - the medians of the sides, in nanoseconds per call
 * - `ratio`: the median of the one ÷ the other in each round, where the two were timed one right after the other
 * - `spread`: the least and the most of each
 * - `callsPerRound`: how many calls of each side a round had
 *
 * @template {string} Sides
 * @param {Record<Sides, number[]>} times nanoseconds per call, in each round
 * @param {Record<Sides, number>} callsPerRound
 * @param {[string, string]} ratioOf
 * @returns {Record<Sides | 'ratio', number> & { spread: Record<Sides | 'ratio', [number, number]>, callsPerRound: Record<Sides, number> }}
 */
export function summarize(times, callsPerRound, [one, other] = ['node', 'tracescope']) {
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

/** The median, and the middle half of values. @param {number[]} values @returns {{ median: number, half: [number, number] }} */
export function middle(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const quarter = sorted.length >> 2
  return { median: median(sorted), half: [sorted[quarter], sorted[sorted.length - 1 - quarter]] }
}
