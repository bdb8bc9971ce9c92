// @ts-check
import { COUNTED, pairOf, rowOf, TIMED } from './cases.js'
import { markdownTable } from './markdown.js'
import { majorOf } from './nodes.js'
import { plainRows } from './services.js'

/** @typedef {import('./results.js').Result} Result */
/** @typedef {import('./results.js').Results} Results */

const NODES = [20, 22, 24, 26]

/** Keeps what is in parentheses on one line of a cell. */
const NO_BREAK = '\u00a0'

/** What stands where nothing was measured. */
const NOT_MEASURED = '–'

/** What agents do, in the words of the table: all that is mixed, or the first of the others that was measured. */
const CALLS = {
  'mixed, 1 agent': 'calls of all kinds, 1 agent',
  'mixed, 1 agent and 4 stores of others': 'calls of all kinds, 1 agent, 4 stores of others',
  'mixed, 2 agents and 6 stores of others': 'calls of all kinds, 2 agents, 6 stores of others',
  'traceSync, 1 store with a transform': '`traceSync`, 1 store with a transform',
  'traceSync, 1 store': '`traceSync`, 1 store'
}

/** The README's one table: single calls and whole services, by the version of Node. @param {Results} results */
export function summaryTable({ throughput, closures, server }) {
  const rows = [
    ...callRows(throughput),
    ...bytesRow(closures),
    ...row('requests per second of a service, 1 agent', server, ({ measured }) => ofPlain(measured, 'ratio', 'spread')),
    ...row('CPU time of its requests', server, ({ measured }) => ofPlain(measured, 'cpuRatio', 'cpuSpread')),
    ...row('bytes of a request under dd-trace, Sentry, OpenTelemetry', server, ({ measured }) => bytesUnderAgents(measured))
  ]
  return markdownTable(['', ...NODES.map((major) => `Node ${major}`)], rows)
}

/** @param {Result[]} throughput */
function callRows(throughput) {
  const measured = Object.entries(CALLS).filter(([title]) => throughput.some((result) => timed(result, title)))
  const mixed = measured.filter(([title]) => title.startsWith('mixed'))
  return (mixed.length > 0 ? mixed : measured.slice(0, 1)).flatMap(([title, words]) => {
    return row(`time of ${words}`, throughput, (result) => {
      const row = timed(result, title)
      return row && withSpread(row.ratio, row.spread.ratio, 1)
    })
  })
}

/** @param {Result} result @param {string} title */
function timed({ measured }, title) {
  return rowOf(measured.rows, caseOf(TIMED, title).where)
}

/** @param {Result[]} closures */
function bytesRow(closures) {
  const title = ['traceSync, 1 store with a transform', 'traceSync, 1 store'].find((title) => closures.some(({ measured }) => pairOf(measured, caseOf(COUNTED, title))))
  if (title === undefined) return []
  return row(`bytes of ${CALLS[/** @type {keyof typeof CALLS} */ (title)]}`, closures, ({ measured }) => {
    const pair = pairOf(measured, caseOf(COUNTED, title))
    if (!pair) return undefined
    const [node, ours] = [pair.node.bytesPerCall, pair.tracescope.bytesPerCall]
    return `${(node / ours).toFixed(1)} (${node}${NO_BREAK}→${NO_BREAK}${ours})`
  })
}

/** @param {import('./cases.js').ShownCase[]} cases @param {string} title */
function caseOf(cases, title) {
  return /** @type {import('./cases.js').ShownCase} */ (cases.find((shown) => shown.title === title))
}

/** @param {any} measured @param {'ratio' | 'cpuRatio'} ratio @param {'spread' | 'cpuSpread'} spread */
function ofPlain(measured, ratio, spread) {
  const one = plainRows(measured).find(({ stores }) => stores === 1)
  return one && withSpread(one[ratio], one[spread], 2)
}

/** With `storages`. @param {any} measured */
function bytesUnderAgents({ rows }) {
  const examined = ['dd-trace', 'sentry', 'otel'].map((agent) => rows.find((/** @type {any} */ row) => row.agent === agent)?.examined)
  return examined.every(Boolean) ? examined.map(({ node, storages }) => (node.bytes / storages.bytes).toFixed(2)).join(', ') : undefined
}

/** @param {number} ratio @param {[number, number]} spread @param {number} digits */
function withSpread(ratio, [low, high], digits) {
  return `${ratio.toFixed(digits)} (${low.toFixed(digits)}${NO_BREAK}…${NO_BREAK}${high.toFixed(digits)})`
}

/** A row, where one of the Nodes was measured. @param {string} title @param {Result[]} results @param {(result: Result) => string | undefined} cellOf */
function row(title, results, cellOf) {
  const cells = NODES.map((major) => {
    const result = results.find(({ node }) => majorOf(node) === major)
    return result && cellOf(result)
  })
  return cells.some(Boolean) ? [[title, ...cells.map((cell) => cell ?? NOT_MEASURED)]] : []
}
