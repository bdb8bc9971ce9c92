// @ts-check
import { markdownTable } from './markdown.js'
import { majorOf } from './nodes.js'

/** @typedef {import('./results.js').Result} Result */
/** @typedef {import('../serving/measure-all.js').Row} Row */

/** How the agents are called that people run. @type {Record<string, string>} */
const REAL = { 'dd-trace': 'dd-trace', sentry: 'Sentry', otel: 'OpenTelemetry' }

/** What saves less than that is not worth a switch: it is within what one run differs from another. */
const WORTH = 0.01

/** What is shown as no saving. */
const NOTHING = 0.0005

/** The rows of the plain agent, which binds so many stores to all channels. @param {any} measured @returns {any[]} */
export const plainRows = ({ rows }) => rows.filter((/** @type {any} */ { agent = 'plain' }) => agent === 'plain')

/** The rows of the agents that people run, one agent after the other. @param {Result[]} server */
function realRows(server) {
  return Object.keys(REAL).flatMap((agent) => server.flatMap(({ node, measured }) => {
    const row = /** @type {Row | undefined} */ (measured.rows.find((/** @type {any} */ row) => row.agent === agent))
    return row ? [{ title: `${REAL[agent]}, Node ${majorOf(node)}`, row }] : []
  }))
}

/** What the shim does to a service under agents that people run. @param {Result[]} server */
export function servicesTable(server) {
  const rows = realRows(server)
  if (rows.length === 0) return 'These have not been measured yet: `node bench/report.js --only server`.'
  return markdownTable(
    [
      'Node’s own → shim → shim with `storages`', 'bytes of a request', 'bytes, Node’s own ÷ each', 'CPU time, Node’s own ÷ each (middle half)',
      'part of the CPU time in contexts and channels', 'calls of a request that enter stores, made by the shim'
    ],
    rows.map(({ title, row: { examined: { node, tracescope, storages }, ...row } }) => [
      title,
      [node, tracescope, storages].map(({ bytes }) => bytes.toFixed(0)).join(' → '),
      [tracescope, storages].map(({ bytes }) => (node.bytes / bytes).toFixed(2)).join(' → '),
      [row, row.withStorages].map(cpuOf).join(' → '),
      [node, tracescope, storages].map(({ share }) => `${(share * 100).toFixed(1)} %`).join(' → '),
      inWords(storages.ways)
    ])
  )
}

/** Which switch helps which agent. @param {Result[]} server @returns {string[]} */
export function sentencesOnServices(server) {
  return realRows(server).map(({ title, row: { examined: { node, tracescope, storages } } }) => {
    const saved = [tracescope, storages].map(({ bytes }) => 1 - bytes / node.bytes)
    const [shim, both] = saved.map((part) => part < NOTHING ? 'none' : `${(part * 100).toFixed(1)} %`)
    if (saved[1] - saved[0] >= WORTH) return `${title}: with \`TRACESCOPE_STORAGES=1\` ${both} fewer bytes, without it ${shim}.`
    if (saved[0] < WORTH) return `${title}: neither switch is worth it (${shim}, ${both} fewer bytes).`
    return `${title}: \`tracescope/register\` alone, ${shim} fewer bytes; \`TRACESCOPE_STORAGES=1\` adds little (${both}).`
  })
}

/** The percentage of a service's CPU time that Node's own code of contexts and channels takes, under each agent. @param {Result[]} server */
export function partOfContexts(server) {
  return realRows(server).map(({ row: { examined: { node } } }) => node.share * 100)
}

/** @param {import('../serving/summary.js').Ratios} ratios */
function cpuOf({ cpuRatio, cpuSpread: [low, high] }) {
  return `${cpuRatio.toFixed(2)} (${low.toFixed(2)} … ${high.toFixed(2)})`
}

/** With `storages`: how many calls there are, and which part of them the shim makes. @param {import('../serving/ways.js').Ways} ways */
function inWords({ shim, host }) {
  const [ours, hosts] = [shim, host].map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0))
  return `${(ours + hosts).toFixed(1)}, ${(ours / (ours + hosts) * 100).toFixed(0)} %`
}
