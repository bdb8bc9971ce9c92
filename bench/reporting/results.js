// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One bench as a part of the report.
 *
 * @typedef {object} Part
 * @property {string} script
 * @property {string[]} quick what makes it quick
 * @property {Record<'default' | 'quick', number>} seconds how long it takes on one Node, as long as that is not known from a result
 * @property {string} method how it measures, for those who see its results
 * @property {boolean} [once] it has nothing to do with the version of Node
 */

const QUICK = ['--quick']

/** What the report is made of, the parts that take longest at the end. */
export const PARTS = /** @satisfies {Record<string, Part>} */ ({
  size: { script: 'size.js', quick: [], once: true, seconds: { default: 1, quick: 1 }, method: 'bundled and minified by esbuild, compressed by gzip' },
  'load-time': {
    script: 'load-time.js', quick: ['--rounds', '11'], seconds: { default: 15, quick: 5 },
    method: 'whole processes with and without the preload in turns; the median and the middle half of the rounds'
  },
  closures: {
    script: 'closures.js', quick: [], seconds: { default: 80, quick: 80 },
    method: 'objects and closures counted by V8 without its optimiser, bytes by the growth of the heap with it; per call'
  },
  growth: {
    script: 'growth.js', quick: QUICK, seconds: { default: 170, quick: 22 },
    method: 'Node and tracescope in turns within a process, fresh processes for each point; medians, least and most of the rounds'
  },
  server: {
    script: 'server.js', quick: QUICK, seconds: { default: 700, quick: 150 },
    method: 'servers under the same load in turns, stock and with the shim preloaded; medians and the middle half of the rounds'
  },
  throughput: {
    script: 'throughput.js', quick: QUICK, seconds: { default: 500, quick: 60 },
    method: 'Node and tracescope in turns within a process, fresh processes for each case; medians, least and most of the rounds'
  }
})

/** @typedef {keyof typeof PARTS} PartName */

export const PART_NAMES = /** @type {PartName[]} */ (Object.keys(PARTS))

/**
 * How a bench was run on one Node; `settings` are what it says of its rounds.
 *
 * @typedef {object} Run
 * @property {string} node the version that was measured
 * @property {string} v8
 * @property {import('./measure.js').Machine} machine
 * @property {string} date
 * @property {number} seconds how long it took
 * @property {'default' | 'quick'} effort
 * @property {string} build the build of the library that was measured
 * @property {string} command what does it again
 * @property {Record<string, any>} settings
 */

/**
 * The file of a bench: how it was run on each major version, and a row for each case, with what was measured on each of them. A
 * row is a line of the file: where one is measured again, one line changes.
 *
 * @typedef {{ runs: Record<string, Run>, rows: Row[] }} Result
 * @typedef {{ case: Record<string, any>, on: Record<string, any> }} Row
 * @typedef {Record<PartName, Result>} Results
 */

/** What tells one row from another; all else in it was measured. */
const CONDITIONS = [
  'curve', 'count', 'known', 'library', 'api', 'implementation', 'inFlight', 'ambient', 'install', 'subscribers', 'stores', 'transforms',
  'ownGetStore', 'agent', 'flag', 'entry'
]

/** How many calls a round had says nothing of what they took. */
const NOT_KEPT = ['callsPerRound']

/** @param {string} version */
export const majorOf = (version) => Number(version.split('.')[0])

/** @param {PartName} part @param {string} node its version */
const columnOf = (part, node) => PARTS[part].once ? 'any' : `${majorOf(node)}`

/** @param {string} folder @param {PartName} part */
const fileOf = (folder, part) => join(folder, `${part}.json`)

/** @param {string} folder @param {PartName} part @returns {Result} */
function readResult(folder, part) {
  const file = fileOf(folder, part)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { runs: {}, rows: [] }
}

/** @param {string} folder @returns {Results} */
export function readResults(folder) {
  return /** @type {Results} */ (Object.fromEntries(PART_NAMES.map((part) => [part, readResult(folder, part)])))
}

/** How a bench was last run on a Node, if it was. @param {string} folder @param {PartName} part @param {string} node @returns {Run | undefined} */
export function readRun(folder, part, node) {
  return readResult(folder, part).runs[columnOf(part, node)]
}

/**
 * Keeps what was measured on one Node: whoever is interrupted meanwhile leaves the old file, or the new one.
 *
 * @param {string} folder
 * @param {PartName} part
 * @param {Run} run
 * @param {Record<string, any>[]} measured
 */
export function writeResult(folder, part, run, measured) {
  const column = columnOf(part, run.node)
  const { runs, rows } = readResult(folder, part)
  for (const row of rows) delete row.on[column]
  const byCase = new Map(rows.map((row) => [JSON.stringify(row.case), row]))
  for (const row of measured) {
    const ofCase = Object.fromEntries(CONDITIONS.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]))
    const key = JSON.stringify(ofCase)
    const known = byCase.get(key) ?? { case: ofCase, on: {} }
    byCase.set(key, known)
    known.on[column] = Object.fromEntries(Object.entries(row).filter(([name]) => !CONDITIONS.includes(name) && !NOT_KEPT.includes(name)))
  }
  const kept = [...byCase.values()].filter(({ on }) => Object.keys(on).length > 0)
  const lines = Object.entries({ ...runs, [column]: run }).map(([name, run]) => `    ${JSON.stringify(name)}: ${JSON.stringify(run)}`)
  mkdirSync(folder, { recursive: true })
  const file = fileOf(folder, part)
  writeFileSync(`${file}.part`, `{
  "runs": {
${lines.join(',\n')}
  },
  "rows": [
${kept.map((row) => `    ${JSON.stringify(row, rounded)}`).join(',\n')}
  ]
}
`)
  renameSync(`${file}.part`, file)
}

/** There is no more to what is measured. @param {string} _ @param {any} value */
function rounded(_, value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value
}
