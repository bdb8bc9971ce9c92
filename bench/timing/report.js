// @ts-check
import { bar } from '../terminal/bar.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { table } from '../terminal/table.js'

/** @typedef {import('./time-all.js').TimedNode['rows'][number]} Row */

/**
 * The times on one Node, for people.
 *
 * @param {import('./time-all.js').TimedNode} timed
 */
export function report({ node, v8, cpu, cores, date, processes, rounds, milliseconds, rows }) {
  /** @type {import('../terminal/table.js').Row[]} */
  const lines = [['', 'node', 'tracescope', 'by hand', 'direct', 'ratio', 'least … most', '']]
  let section = ''
  for (const row of rows) {
    if (sectionOf(row) !== section) lines.push('', section = sectionOf(row))
    lines.push([`  ${conditionsInWords({ ...row, ambient: 0 })}`, ...SIDES.map((side) => inNanoseconds(row[side])), ...ratioOf(row)])
  }
  const calls = rows.flatMap(({ callsPerRound }) => Object.values(callsPerRound))
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}
${processes * rounds} rounds of about ${milliseconds} ms each, ${Math.min(...calls)} to ${Math.max(...calls)} calls, made in a promise job; processes: ${processes}.
Medians in ns per call, for an order of magnitude. Ratio: node ÷ tracescope, the median of all rounds.

${table(lines)}
`
}

const SIDES = /** @type {const} */ (['node', 'tracescope', 'floor', 'direct'])

/**
 * What the node side of an API is, where it has another name.
 *
 * @type {Partial<Record<Row['api'], string>>}
 */
const NAMES = { withScope: 'als.run', isolate: 'als.snapshot' }

/**
 * What an API is called, where its name does not say it.
 *
 * @type {Partial<Record<Row['api'], string>>}
 */
const TITLES = {
  instrument0: 'instrument, no arguments; node: the function itself',
  instrument2: 'instrument, 2 arguments; node: the function itself',
  instrument5: 'instrument, 5 arguments; node: the function itself'
}

/** The API of a row, with what there is around its calls. @param {Row} row */
export function sectionOf({ api, install, inFlight, ambient }) {
  const parts = [
    install ? `${NAMES[api] ?? api}, Node's own with the shim` : TITLES[api] ?? api,
    inFlight && `${inFlight} in flight`,
    ambient > 0 && `${ambient} ambient stores`
  ]
  return parts.filter(Boolean).join(', ')
}

/** @param {Row} row */
function ratioOf({ ratio, spread: { ratio: [least, most] } }) {
  return [`${ratio.toFixed(1)}×`, `${least.toFixed(1)} … ${most.toFixed(1)}`, bar(ratio)]
}

/** Two digits: there is no more to it. @param {number} time */
function inNanoseconds(time) {
  return `${Number(time.toPrecision(2))}`
}
