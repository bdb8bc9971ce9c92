// Compares what calls of tracescope allocate with the counts that are kept in results/counts.json, exactly: `npm run
// bench:check`.
import { existsSync } from 'node:fs'
import { countChecked, sitesOf } from './counting/checked-calls.js'
import { CalibrationError } from './counting/count.js'
import { compare, inWords, readCounts, writeCounts } from './counting/kept-counts.js'
import { cachedNode } from './shared/cached-nodes.js'
import { findNodes, readCommandLine, refuse } from './shared/command-line.js'

const USAGE = `Usage: node bench/check.js [--update] [--all] [--node PATH]...

By default on this Node and on those that npm run test:matrix has installed. --update keeps what is counted now; --all
fails if a Node whose counts are kept is not there.`

const options = readCommandLine(USAGE, {
  update: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  node: { type: 'string', multiple: true }
})
const kept = readCounts()
const atHand = [process.execPath, ...Object.keys(kept.nodes).map(cachedNode).filter(existsSync)]
const binaries = findNodes(USAGE, options.node ?? atHand)
  .filter(({ node }, index, all) => all.findIndex((other) => other.node === node) === index)

const missing = Object.keys(kept.nodes).filter((version) => !binaries.some(({ node }) => node === version))
const isElsewhere = kept.arch !== process.arch
if (options.update && isElsewhere && missing.length > 0) {
  const others = missing.join(', ')
  refuse(USAGE, `The bytes were counted on ${kept.arch}: on ${process.arch} keep those of all Nodes, of ${others} too`)
}

// What the optimiser leaves out is not the same on every processor, what is counted without it is.
const comparesBytes = options.update || !isElsewhere
if (!comparesBytes) console.log(`The bytes were counted on ${kept.arch}, and are not compared on ${process.arch}.`)

/** On a busy machine the optimiser may come late to what is counted: bytes that differ are counted again. */
const TIMES_AGAIN = 3

try {
  for (const binary of binaries) await check(binary)
  if (options.all && missing.length > 0) {
    fail(`Not there: Node ${missing.join(', ')}. npm run test:matrix installs them.`)
  }
  if (options.update) writeCounts({ ...kept, arch: process.arch })
} catch (error) {
  if (!(error instanceof CalibrationError)) throw error
  fail(error.message)
}

/** @param {import('./shared/command-line.js').NodeBinary} binary */
async function check(binary) {
  const { node } = binary
  const expected = kept.nodes[node]
  // With --update the Nodes that are asked for by name are added.
  const isAdded = options.update && options.node
  if (!expected && !isAdded) return console.log(`Node ${node}: no counts are kept, nothing is compared`)
  const counted = await countChecked(binary)
  const compareCounted = () => compare(expected ?? {}, counted, comparesBytes ? undefined : ['closures', 'allocations'])
  let differences = compareCounted()
  for (let again = 0; again < TIMES_AGAIN && differences.some(({ what }) => what === 'bytes'); again++) {
    const differ = new Set(differences.map(({ row }) => row))
    Object.assign(counted, await countChecked(binary, (row) => differ.has(row)))
    differences = compareCounted()
  }
  const rows = `${Object.keys(counted).length} rows`
  if (differences.length === 0) return console.log(`Node ${node}: ${rows}, all as they were`)
  console.log(`Node ${node}: ${rows}, ${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`)
  for (const difference of differences) console.log(`  ${inWords(difference)}`)
  if (options.update) kept.nodes[node] = counted
  else {
    for (const row of new Set(differences.map(({ row }) => row))) await printSites(row, binary.path)
    fail('If that is as it should be: npm run bench:check -- --update, and say why in the commit.')
  }
}

/** Prints where a row allocates. */
async function printSites(row, node) {
  console.log(`  ${row} allocates in`)
  for (const { function: name, script, line, allocations } of await sitesOf(row, node)) {
    console.log(`    ${allocations} × ${name || '(anonymous)'} ${script}:${line}`)
  }
}

/** @param {string} reason */
function fail(reason) {
  if (process.exitCode !== 1) process.on('exit', () => console.error(reason))
  process.exitCode = 1
}
