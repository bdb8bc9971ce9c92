import { readFileSync, writeFileSync } from 'node:fs'

/**
 * What one call takes: closures and allocations without the optimiser, bytes with it.
 *
 * @typedef {{ closures: number, allocations: number, bytes?: number }} CallCounts
 */

/**
 * A count that is not what it was.
 *
 * @typedef {{ row: string, what: string, was: number | undefined, is: number | undefined }} Difference
 */

/**
 * Compares the counts of one Node with those that were kept, exactly: fewer is a difference too, or the next change
 * could take back what was won unseen.
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

/** A difference in words. @param {Difference} difference */
export function inWords({ row, what, was, is }) {
  if (was === undefined) return `${row}: ${what} ${is}, new`
  if (is === undefined) return `${row}: ${what} ${was}, no longer counted`
  return `${row}: ${what} ${was} → ${is}, ${is > was ? 'worse' : 'better'}`
}

/**
 * The counts that are kept, by the exact version of Node: what its own code allocates and what its V8 leaves out can
 * change with any release. `arch` is the processor that the bytes were counted on.
 *
 * @typedef {{ arch: string, nodes: Record<string, Record<string, CallCounts>> }} KeptCounts
 */

const file = new URL('../results/counts.json', import.meta.url)

/** @returns {KeptCounts} */
export const readCounts = () => JSON.parse(readFileSync(file, 'utf8'))

/** Writes the counts, a line for each row: a change of one is a change of its line. @param {KeptCounts} counts */
export function writeCounts({ arch, nodes }) {
  const versions = Object.keys(nodes).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const blocks = versions.map((version) => {
    const lines = Object.entries(nodes[version]).map(([row, { closures, allocations, bytes }]) => {
      const counts = JSON.stringify({ closures, allocations, bytes }).replace(/([{:,])/g, '$1 ').replace(/ ?}/, ' }')
      return `      ${JSON.stringify(row)}: ${counts}`
    })
    return `    ${JSON.stringify(version)}: {\n${lines.join(',\n')}\n    }`
  })
  writeFileSync(file, `{\n  "arch": ${JSON.stringify(arch)},\n  "nodes": {\n${blocks.join(',\n')}\n  }\n}\n`)
}
