// @ts-check
// A web server under an agent: what it takes to answer a request, on Node as it is and with the shim.
import { AGENTS, kindOf, reasonAgainst } from './serving/agents/start-agent.js'
import { EFFORT, measureAll, QUICK_EFFORT } from './serving/measure-all.js'
import { WATCHED_SIDES } from './serving/contest.js'
import { versionOf } from './serving/packages.js'
import { findNodes, printEach, readCommandLine, refuse, titleLine } from './terminal/command-line.js'
import { table } from './terminal/table.js'

const USAGE = `Usage: node bench/server.js [--quick] [--agent ${AGENTS.join('|')}]... [--stores NUMBER]...
                           [--requests NUMBER] [--json] [--node PATH]...
Without --agent: all that are made for that Node. --stores is of the plain one alone.`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean' },
  stores: { type: 'string', multiple: true, default: ['1', '3'] },
  requests: { type: 'string' },
  agent: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const stores = options.stores.map(Number)
if (!stores.every(isCount)) refuse(USAGE, '--stores is a number of 1 or more')
const effort = { ...options.quick ? QUICK_EFFORT : EFFORT }
if (options.requests !== undefined) effort.requests = Number(options.requests)
if (!isCount(effort.requests)) refuse(USAGE, '--requests is a number of 1 or more')
const wanted = options.agent?.map((wanted) => AGENTS.find((name) => name === wanted) ?? refuse(USAGE, `--agent is one of ${AGENTS.join(', ')}`))
const binaries = findNodes(USAGE, options.node)
const reason = wanted?.flatMap((agent) => binaries.map(({ node }) => reasonAgainst(agent, node))).find(Boolean)
if (reason !== undefined) refuse(USAGE, reason)

await printEach(binaries, options.json, (binary) => {
  const agents = wanted ?? AGENTS.filter((agent) => reasonAgainst(agent, binary.node) === undefined)
  return measureAll(binary, agents.flatMap((agent) => (kindOf(agent).isReal ? [1] : stores).map((stores) => ({ agent, stores }))), effort)
}, report)

/** @param {number} number */
function isCount(number) {
  return Number.isInteger(number) && number > 0
}

/** What was measured on one Node, for people. @param {import('./serving/measure-all.js').MeasuredNode} measured */
function report({ connections, shimInPlace, effort: { processes, rounds, requests }, rows, ...conditions }) {
  /** @type {import('./terminal/table.js').Row[]} */
  const lines = [['', 'requests/s', 'CPU µs', '(middle half)', 'GC ms', 'p50 ms', 'p99 ms', 'busy', 'bytes', 'share', 'shim calls', 'host calls']]
  for (const row of rows) {
    lines.push('', titleOf(row))
    for (const side of WATCHED_SIDES) lines.push([`  ${side}`, ...cellsOf(row[side]), ...examinedCellsOf(row.examined[side])])
    lines.push(['  unwatched', ...cellsOf(row.unwatched)])
    for (const [title, side, { ratio, spread, cpuRatio, cpuSpread }] of /** @type {const} */ ([
      ['with the shim', 'tracescope', row], ['with storages', 'storages', row.withStorages]
    ])) {
      const bytes = (row.examined.node.bytes / row.examined[side].bytes).toFixed(3)
      lines.push(`  ${title}: requests/s ${withSpread(ratio, spread)}, CPU ${withSpread(cpuRatio, cpuSpread)}, bytes ${bytes}×`)
    }
  }
  const remark = shimInPlace ? '' : '\nThe shim changes nothing on this Node.'
  return `${titleLine(conditions)}
${processes * rounds} rounds of ${requests} requests for each side, ${connections} at a time; processes of each side: ${processes}.
Medians: CPU time of the server per request, GC pauses per 1000 requests (mean), the part of the time in which it was busy. Bytes that are
allocated per request; the share of a CPU profile in the code that enters stores and publishes, Node's or tracescope's; calls per request that
enter stores, made by the shim and by the host; of these a trace or a run counts with all the calls that it makes.
Ratios: how many times as good with tracescope; the median of all rounds, and their middle half. unwatched: without an agent.${remark}

${table(lines)}
`
}

/** @param {import('./serving/measure-all.js').Row} row */
function titleOf({ agent, stores, tracesPerRequest }) {
  const { package: name } = kindOf(agent)
  if (name) return `${agent} ${versionOf(name)}`
  return `${agent}, ${stores} ${stores === 1 ? 'store' : 'stores'}, ${Number(tracesPerRequest.toFixed(2))} traces per request`
}

/** @param {import('./serving/summary.js').Figures} figures */
function cellsOf({ requestsPerSecond, cpuMicroseconds, cpuHalf: [low, high], gcMilliseconds, p50, p99, utilization }) {
  return [
    requestsPerSecond.toFixed(0), cpuMicroseconds.toFixed(0), `(${low.toFixed(0)} … ${high.toFixed(0)})`, gcMilliseconds.toFixed(1),
    p50.toFixed(2), p99.toFixed(2), `${(utilization * 100).toFixed(0)} %`
  ]
}

/** @param {import('./serving/measure-all.js').Examined} examined */
function examinedCellsOf({ bytes, share, ways: { shim, host } }) {
  const [ours, hosts] = [shim, host].map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0).toFixed(1))
  return [bytes.toFixed(0), `${(share * 100).toFixed(2)} %`, ours, hosts]
}

/** @param {number} ratio @param {[number, number]} spread */
function withSpread(ratio, [low, high]) {
  return `${ratio.toFixed(2)}× (${low.toFixed(2)} … ${high.toFixed(2)})`
}
