// @ts-check
import { titleLine } from '../terminal/command-line.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { inNanoseconds, ratioCells, table } from '../terminal/table.js'

/** @typedef {import('./cases.js').TimedCase} TimedCase */

/** The times on one Node, for people. @param {import('./time-all.js').TimedNode} timed */
export function report({ processes, rounds, milliseconds, rows, ...conditions }) {
  /** @type {import('../terminal/table.js').Row[]} */
  const lines = [
    ['', 'node', 'tracescope', 'by hand', 'direct', 'ratio', 'least … most', ''],
    ...inSections(rows, (row) => [...SIDES.map((side) => inNanoseconds(row[side])), ...ratioCells(row, 1)])
  ]
  const calls = rows.flatMap(({ callsPerRound }) => Object.values(callsPerRound))
  return `${titleLine(conditions)}
${processes * rounds} rounds of about ${milliseconds} ms each, ${Math.min(...calls)} to ${Math.max(...calls)} calls, made in a promise job; processes: ${processes}.
Medians in ns per call, for an order of magnitude. Ratio: node ÷ tracescope, the median of all rounds.

${table(lines)}
`
}

/**
 * Rows under headings, each with its conditions.
 *
 * @template {TimedCase} Row
 * @param {Row[]} rows
 * @param {(row: Row) => string[]} cellsOf
 * @returns {import('../terminal/table.js').Row[]}
 */
function inSections(rows, cellsOf) {
  /** @type {import('../terminal/table.js').Row[]} */
  const lines = []
  let section = ''
  for (const row of rows) {
    if (sectionOf(row) !== section) lines.push('', section = sectionOf(row))
    lines.push([`  ${conditionsInWords({ ...row, ambient: 0 })}`, ...cellsOf(row)])
  }
  return lines
}

/** The times of two builds on one Node, for people. @param {import('./against.js').ComparedNode} compared */
export function reportAgainst({ builds, processes, rounds, milliseconds, rows, ...conditions }) {
  return `${titleLine(conditions)}
${processes * rounds} rounds of about ${milliseconds} ms each; pairs of processes: ${processes}. Medians in ns per call of tracescope by two builds,
${builds.other} (other) and ${builds.this} (this). Ratio: other ÷ this, the median of all rounds; above 1 this one is faster.

${table([
    ['', 'other', 'this', 'ratio', 'least … most', ''],
    ...inSections(rows, (row) => [inNanoseconds(row.other), inNanoseconds(row.this), ...ratioCells(row, 2)])
  ])}
`
}

const SIDES = /** @type {const} */ (['node', 'tracescope', 'floor', 'direct'])

/** What the node side of an API is, where it has another name. @type {Partial<Record<TimedCase['api'], string>>} */
const NAMES = { withScope: 'als.run', isolate: 'als.snapshot', run: 'als.run', runCurrent: 'als.run with the current value', enterWith: 'als.enterWith' }

/** What an API is called, where its name does not say it. @type {Partial<Record<TimedCase['api'], string>>} */
const TITLES = {
  mixed: 'mixed, 40 channels in turn',
  instrument0: 'instrument, no arguments; node: the function itself',
  instrument2: 'instrument, 2 arguments; node: the function itself',
  instrument5: 'instrument, 5 arguments; node: the function itself'
}

/** The API of a case, with what there is around its calls. @param {TimedCase} timedCase */
export function sectionOf({ api, install, inFlight, ambient }) {
  const parts = [
    install ? `${NAMES[api] ?? TITLES[api] ?? api}, Node's own with the shim${install.storages ? ' and storages' : ''}` : TITLES[api] ?? api,
    inFlight && `${inFlight} in flight`,
    ambient > 0 && `${ambient} ambient ${ambient === 1 ? 'store' : 'stores'}`
  ]
  return parts.filter(Boolean).join(', ')
}

/** A case in words: what `--rows` looks in. @param {TimedCase} timedCase */
export function titleOf(timedCase) {
  return `${sectionOf(timedCase)}, ${conditionsInWords({ ...timedCase, ambient: 0 })}`
}
