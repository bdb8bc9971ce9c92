// @ts-check

/** @typedef {import('./count-checked.js').CallCounts} CallCounts */

/**
 * A count that is not what it was.
 *
 * @typedef {{ row: string, what: string, was: number | undefined, is: number | undefined }} Difference
 */

/**
 * Compares the counts of one Node with those that were kept, exactly: fewer is a difference too, or the next change could
 * take back what was won unseen.
 *
 * @param {Record<string, CallCounts>} kept
 * @param {Record<string, CallCounts>} counted
 * @param {ReadonlyArray<keyof CallCounts>} what which counts
 * @returns {Difference[]} also of rows that are on one side only
 */
export function compare(kept, counted, what = ['closures', 'allocations', 'bytes']) {
  const rows = new Set([...Object.keys(kept), ...Object.keys(counted)])
  return [...rows].flatMap((row) => what
    .map((what) => ({ row, what, was: kept[row]?.[what], is: counted[row]?.[what] }))
    .filter(({ was, is }) => was !== is))
}

/**
 * A difference in words.
 *
 * @param {Difference} difference
 */
export function inWords({ row, what, was, is }) {
  if (was === undefined) return `${row}: ${what} ${is}, new`
  if (is === undefined) return `${row}: ${what} ${was}, no longer counted`
  return `${row}: ${what} ${was} → ${is}, ${is > was ? 'worse' : 'better'}`
}
