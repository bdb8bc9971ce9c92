// @ts-check
import { table } from '../terminal/table.js'
import { kindOf } from './agents/start-agent.js'
import { WATCHED_SIDES } from './contest.js'
import { versionOf } from './packages.js'

/** @typedef {import('./measure-all.js').Row} Row */

/**
 * What was measured on one Node, for people.
 *
 * @param {import('./measure-all.js').MeasuredNode} measured
 */
export function report({ node, v8, cpu, cores, date, connections, shimInPlace, effort, rows }) {
  const { processes, rounds, requests } = effort
  const remark = shimInPlace ? '' : '\nThe shim changes nothing on this Node.'
  /** @type {import('../terminal/table.js').Row[]} */
  const lines = [['', 'requests/s', 'CPU µs', '(middle half)', 'GC ms', 'p50 ms', 'p99 ms', 'busy', 'bytes', 'share', 'shim calls', 'host calls']]
  for (const row of rows) {
    lines.push('', titleOf(row))
    for (const side of WATCHED_SIDES) lines.push([`  ${side}`, ...cellsOf(row[side]), ...examinedCellsOf(row.examined[side])])
    lines.push(['  unwatched', ...cellsOf(row.unwatched)])
    lines.push(...SHIMS.map(({ side, title, ratiosOf }) => {
      const { ratio, spread, cpuRatio, cpuSpread } = ratiosOf(row)
      return `  ${title}: requests/s ${inWords(ratio, spread)}, CPU ${inWords(cpuRatio, cpuSpread)}, bytes ${(row.examined.node.bytes / row.examined[side].bytes).toFixed(3)}×`
    }))
  }
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}
${processes * rounds} rounds of ${requests} requests for each side, ${connections} at a time; processes of each side: ${processes}.
Medians: CPU time of the server per request, GC pauses per 1000 requests (mean), the part of the time in which it was busy. Bytes that are
allocated per request; the share of a CPU profile in the code that enters stores and publishes, Node's or tracescope's; calls per request that
enter stores, made by the shim and by the host; of these a trace or a run counts with all the calls that it makes.
Ratios: how many times as good with tracescope; the median of all rounds, and their middle half. unwatched: without an agent.${remark}

${table(lines)}
`
}

/** @type {Array<{ side: import('./contest.js').WatchedSide, title: string, ratiosOf: (row: Row) => import('./summary.js').Ratios }>} */
const SHIMS = [
  { side: 'tracescope', title: 'with the shim', ratiosOf: (row) => row },
  { side: 'storages', title: 'with storages', ratiosOf: (row) => row.withStorages }
]

/** @param {Row} row */
function titleOf({ agent, stores, tracesPerRequest }) {
  if (kindOf(agent).isReal) return `${agent} ${versionOf(PACKAGES[agent])}`
  return `${agent}, ${stores} ${stores === 1 ? 'store' : 'stores'}, ${Number(tracesPerRequest.toFixed(2))} traces per request`
}

/** @type {Record<string, string>} */
const PACKAGES = { 'dd-trace': 'dd-trace', sentry: '@sentry/node', otel: '@opentelemetry/sdk-node' }

/** @param {import('./summary.js').Figures} figures */
function cellsOf({ requestsPerSecond, cpuMicroseconds, cpuHalf: [low, high], gcMilliseconds, p50, p99, utilization }) {
  return [
    requestsPerSecond.toFixed(0), cpuMicroseconds.toFixed(0), `(${low.toFixed(0)} … ${high.toFixed(0)})`, gcMilliseconds.toFixed(1),
    p50.toFixed(2), p99.toFixed(2), `${(utilization * 100).toFixed(0)} %`
  ]
}

/** @param {import('./examine.js').Examined} examined */
function examinedCellsOf({ bytes, share, ways }) {
  return [bytes.toFixed(0), `${(share * 100).toFixed(2)} %`, callsOf(ways.shim).toFixed(1), callsOf(ways.host).toFixed(1)]
}

/** @param {Record<string, number>} counts */
function callsOf(counts) {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** @param {number} ratio @param {[number, number]} spread */
function inWords(ratio, [low, high]) {
  return `${ratio.toFixed(2)}× (${low.toFixed(2)} … ${high.toFixed(2)})`
}
