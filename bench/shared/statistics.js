/** @param {number[]} values */
const ascending = (values) => values.toSorted((a, b) => a - b)

/** @param {number[]} values */
export function median(values) {
  const sorted = ascending(values)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The least and the most. @param {number[]} values @returns {[number, number]} */
export const extremes = (values) => [Math.min(...values), Math.max(...values)]

/** The values between which the middle half lies. @param {number[]} values @returns {[number, number]} */
export function middleHalf(values) {
  const sorted = ascending(values)
  const quarter = sorted.length >> 2
  return [sorted[quarter], sorted[sorted.length - 1 - quarter]]
}

/** How many times as much the one has in each round. @param {number[]} one @param {number[]} other */
export const ratios = (one, other) => one.map((value, round) => value / other[round])

/**
 * @template Value, Result
 * @param {Record<string, Value>} values
 * @param {(value: Value, name: string) => Result} map
 * @returns {Record<string, Result>}
 */
export function mapValues(values, map) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]))
}
