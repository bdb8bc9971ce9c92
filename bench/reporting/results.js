import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PART_NAMES, PARTS } from './parts.js'

/**
 * How a bench was run on one Node, or on `Bun 1.4.5`: which one, on what machine, when, for how long, which effort,
 * which build of the library, the command that does it again; `settings` are what it says of its rounds.
 *
 * @typedef {{ node: string, v8?: string, machine: ReturnType<typeof import('../shared/machine.js').machine>,
 *   date: string, seconds: number, effort: 'default' | 'quick', build: string, command: string,
 *   settings: Record<string, any> }} Run
 */

/**
 * The file of a part: how it was run on each major version, and a row for each case, with what was measured on each of
 * them. A row is a line of the file: where one is measured again, one line changes.
 *
 * @typedef {{ runs: Record<string, Run>, rows: Row[] }} Result
 * @typedef {{ case: Record<string, any>, on: Record<string, any> }} Row
 * @typedef {Record<string, Result>} Results by the name of the bench
 */

/** What tells one row from another; all else in it was measured. */
const CONDITIONS = [
  'row', 'curve', 'count', 'known', 'library', 'api', 'implementation', 'inFlight', 'ambient', 'install', 'subscribers',
  'stores', 'transforms', 'ownGetStore', 'agent', 'flag', 'entry'
]

const columnOf = (part, node) => PARTS[part].once ? 'any' : node.split('.')[0]

/** @returns {Result} */
function readResult(folder, part) {
  const file = join(folder, `${part}.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { runs: {}, rows: [] }
}

/** @param {string} folder @returns {Results} */
export function readResults(folder) {
  return Object.fromEntries(PART_NAMES.map((part) => [part, readResult(folder, part)]))
}

/** How a bench was last run on a Node, if it was. @returns {Run | undefined} */
export function readRun(folder, part, node) {
  return readResult(folder, part).runs[columnOf(part, node)]
}

/**
 * Keeps what was measured on one Node: whoever is interrupted meanwhile leaves the old file, or the new one.
 *
 * @param {Run} run
 * @param {Record<string, any>[]} measured
 */
export function writeResult(folder, part, run, measured) {
  const column = columnOf(part, run.node)
  const { runs, rows } = readResult(folder, part)
  for (const row of rows) delete row.on[column]
  const byCase = new Map(rows.map((row) => [JSON.stringify(row.case), row]))
  for (const row of measured) {
    const ofCase = Object.fromEntries(CONDITIONS.filter((name) => row[name] !== undefined)
      .map((name) => [name, row[name]]))
    const key = JSON.stringify(ofCase)
    const known = byCase.get(key) ?? { case: ofCase, on: {} }
    byCase.set(key, known)
    known.on[column] = Object.fromEntries(Object.entries(row).filter(([name]) => !CONDITIONS.includes(name)))
  }
  const kept = [...byCase.values()].filter(({ on }) => Object.keys(on).length > 0)
  const runLines = Object.entries({ ...runs, [column]: run })
    .map(([name, run]) => `    "${name}": ${JSON.stringify(run)}`)
  const rowLines = kept.map((row) => `    ${JSON.stringify(row, rounded)}`)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${part}.json`)
  const [runsInFile, rowsInFile] = [runLines, rowLines].map((lines) => lines.join(',\n'))
  writeFileSync(`${file}.part`, `{\n  "runs": {\n${runsInFile}\n  },\n  "rows": [\n${rowsInFile}\n  ]\n}\n`)
  renameSync(`${file}.part`, file)
}

/** There is no more to what is measured. */
function rounded(_, value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value
}
