// @ts-check
import { readFileSync, writeFileSync } from 'node:fs'

/** @typedef {import('./count-checked.js').CallCounts} CallCounts */

/**
 * The counts that are kept, by the exact version of Node: what its own code allocates and what its V8 leaves out can change
 * with any release. `arch` is the processor that the bytes were counted on.
 *
 * @typedef {{ arch: string, nodes: Record<string, Record<string, CallCounts>> }} KeptCounts
 */

const file = new URL('counts.json', import.meta.url)

/** @returns {KeptCounts} */
export function readCounts() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * Writes the counts, a line for each row: a change of one is a change of its line.
 *
 * @param {KeptCounts} counts
 */
export function writeCounts({ arch, nodes }) {
  const versions = Object.keys(nodes).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const blocks = versions.map((version) => {
    const lines = Object.entries(nodes[version]).map(([row, { closures, allocations, bytes }]) =>
      `      ${JSON.stringify(row)}: { "closures": ${closures}, "allocations": ${allocations}${bytes === undefined ? '' : `, "bytes": ${bytes}`} }`)
    return `    ${JSON.stringify(version)}: {\n${lines.join(',\n')}\n    }`
  })
  writeFileSync(file, `{\n  "arch": ${JSON.stringify(arch)},\n  "nodes": {\n${blocks.join(',\n')}\n  }\n}\n`)
}
