// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CURVE_NAMES, CURVES } from '../growing/curves.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { inNanoseconds } from '../terminal/table.js'
import { titleOf } from '../timing/report.js'
import { COUNTED, countedOf, measuredOf, TIMED } from './cases.js'
import { CHARTS } from './charts.js'
import { FIGURES, inCode, serviceRows, tableByNode, withSpread } from './figures.js'
import { PART_NAMES, PARTS } from './results.js'

/** @typedef {import('./results.js').Results} Results */

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The pages that have places for figures: the README and those of docs/.
 *
 * @returns {string[]} their paths within the package, the README first
 */
export function documentedPages() {
  return ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name}`)]
}

/** @param {string} page @returns {string} where it is on this machine */
export const pathOfPage = (page) => join(root, page)

const PLACE = /(<!-- figure: ([\w-]+) -->)(\n?)(?:(?!<!-- (?:figure|end)).)*\3<!-- end -->/gs

/**
 * Fills the places of a text that are for figures: `<!-- figure: name -->what stood there<!-- end -->`.
 *
 * @param {string} text
 * @param {Record<string, (results: Results) => string>} figures
 * @param {Results} results
 */
export function fill(text, figures, results) {
  return text.replace(PLACE, (_, opening, name, lineBreak) => {
    if (!figures[name]) throw new Error(`no figure ${name}`)
    return `${opening}${lineBreak}${figures[name](results)}${lineBreak}<!-- end -->`
  })
}

/** @param {string} text @returns {string} the text without what stands in places for figures */
export function withoutFigures(text) {
  return text.replace(PLACE, '')
}

/** A ratio that is less than this is not called better. */
const BETTER = 1.1

/** The page of all results: how they were measured, and tables. @param {Results} results */
export function pageOfResults(results) {
  const charts = Object.entries(CHARTS).filter(([, { needs }]) => results[needs].rows.length > 0)
  return `# Measurements

Made by \`node bench/report.js\` from the JSON files beside this page; nothing here is written by hand.

${PART_NAMES.flatMap((part) => conditionsOf(part, results[part])).join('\n')}

${tableByNode('Node’s own → tracescope', results, [
    'Nanoseconds per call · ratio (least … most)',
    ...TIMED.map(({ title, where }) => /** @type {const} */ ([inCode(title), measuredOf(results.throughput, where), timeCell])),
    'Closures · allocations · bytes per call',
    ...COUNTED.map((counted) => /** @type {const} */ ([inCode(counted.title), countedOf(results.closures, counted), countsCell])),
    'A web server under an agent · ratio (middle half)',
    ...serviceRows(results),
    'Milliseconds that a process takes longer to start (middle half)',
    ...results['load-time'].rows.map(({ case: { flag }, on }) => {
      return /** @type {const} */ ([flag, on, (/** @type {any} */ { above: { median, from, to } }) => withSpread(median, [from, to], 1)])
    }),
    'How cost grows: nanoseconds per call · ratio, with the fewest and the most',
    ...CURVE_NAMES.flatMap((curve) => growthRow(results.growth.rows.filter((row) => row.case.curve === curve)))
  ])}

## Services

The application of bench/server.js under the agents that people run, as they are. A shim can’t save more than the part of the CPU time that
enters stores and publishes.

${FIGURES.services(results)}

## Where tracescope is not better

Where Node’s own takes less than ${BETTER} times as long, where a call allocates no fewer bytes, and where some of the rounds in the
middle half served no more requests.

${listByNode(notBetter(results)) || 'Nowhere.'}

## Charts

${charts.map(([name, { title }]) => `![${title}](${name}.svg)`).join('\n\n')}
`
}

/** @param {import('./results.js').PartName} part @param {import('./results.js').Result} result */
function conditionsOf(part, { runs }) {
  const all = Object.values(runs)
  if (all.length === 0) return []
  const machines = new Set(all.map(({ machine: { cpu, cores, os } }) => `${cpu}, ${cores} cores, ${os}`))
  const nodes = all.map(({ node, v8, date, seconds }) => `Node ${node} (V8 ${v8}), ${date.slice(0, 10)}, ${seconds} s`)
  const commands = new Set(all.map(({ command }) => `\`${command}\``))
  return [`- **${part}**, ${[...commands].join(', ')}: ${PARTS[part].method}. ${[...machines].join('; ')}. ${nodes.join('; ')}.`]
}

/** @param {Results} results @returns {Finding[]} */
function notBetter({ throughput, closures, growth, server }) {
  /** @param {any} row */
  const isSlow = ({ ratio }) => ratio < BETTER
  /** @param {any} row */
  const ratio = ({ ratio, spread }) => withSpread(ratio, spread.ratio ?? spread, 2)
  return [
    ...throughput.rows.flatMap((row) => where(`time of ${titleOf(/** @type {any} */ (row.case)).replace('; node:', ', beside')}`, row.on, isSlow, ratio)),
    ...growth.rows.flatMap((row) => where(`time with ${growthTitle(row)}`, row.on, isSlow, ratio)),
    ...closures.rows.filter(({ case: { implementation } }) => implementation === 'node').flatMap((row) => where(
      `bytes of ${row.case.library ?? row.case.api}, ${conditionsInWords(/** @type {any} */ (row.case))}`,
      countedOf(closures, { title: '', where: { transforms: undefined, ambient: undefined, ...row.case } }),
      ({ node, tracescope }) => tracescope.bytesPerCall > 0 && tracescope.bytesPerCall >= node.bytesPerCall,
      ({ node, tracescope }) => `${node.bytesPerCall} and ${tracescope.bytesPerCall}`
    )),
    ...server.rows.flatMap((row) => where(
      `requests per second under ${row.case.agent}, ${row.case.stores} ${row.case.stores === 1 ? 'store' : 'stores'}`, row.on, ({ spread: [low] }) => low <= 1, ratio
    ))
  ]
}

/** @typedef {{ major: string, words: string }} Finding */

/**
 * Those Nodes of which something is true.
 *
 * @param {string} title
 * @param {Record<string, any> | undefined} measured
 * @param {(measured: any) => boolean} isTrue
 * @param {(measured: any) => string} inWords
 * @returns {Finding[]}
 */
function where(title, measured = {}, isTrue, inWords) {
  return Object.keys(measured).filter((major) => isTrue(measured[major])).map((major) => ({ major, words: `${title}: ${inWords(measured[major])}` }))
}

/** @param {Finding[]} findings */
function listByNode(findings) {
  const majors = [...new Set(findings.map(({ major }) => major))].sort()
  return majors.map((major) => `- **Node ${major}**: ${findings.filter((found) => found.major === major).map(({ words }) => words).join('; ')}.`).join('\n')
}

/** @param {import('./results.js').Row} row */
function growthTitle({ case: { curve, count } }) {
  return `${count.toLocaleString('en')} ${CURVES[/** @type {import('../growing/curves.js').CurveName} */ (curve)].title}`
}

/** Both ends of a curve. @param {import('./results.js').Row[]} points @returns {import('./figures.js').RowByNode[]} */
function growthRow(points) {
  if (points.length < 2) return []
  const [first, last] = [points[0], points[points.length - 1]]
  const { title } = CURVES[/** @type {import('../growing/curves.js').CurveName} */ (first.case.curve)]
  const majors = Object.keys(first.on).filter((major) => major in last.on)
  const ends = Object.fromEntries(majors.map((major) => [major, [first.on[major], last.on[major]]]))
  return [[`${first.case.count.toLocaleString('en')} and ${last.case.count.toLocaleString('en')} ${title}`, ends, (cells) => {
    return cells.map((/** @type {any} */ { node, tracescope, ratio }) => `${inNanoseconds(node)} → ${inNanoseconds(tracescope)} · ${ratio.toFixed(1)}`).join(', ')
  }]]
}

/** @param {any} measured */
function timeCell({ node, tracescope, ratio, spread }) {
  return `${inNanoseconds(node)} → ${inNanoseconds(tracescope)} · ${withSpread(ratio, spread.ratio, 1)}`
}

/** @param {any} measured */
function countsCell({ node, tracescope }) {
  return ['closuresPerCall', 'allocationsPerCall', 'bytesPerCall'].map((what) => `${node[what]} → ${tracescope[what]}`).join(' · ')
}
