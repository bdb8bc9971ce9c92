// A web server under an agent: what it takes to answer a request, on Node as it is and with the shim.
import { AGENTS, reasonAgainst } from './serving/agents/start-agent.js'
import { CONNECTIONS } from './serving/load.js'
import { measureAgent, stepsOf } from './serving/measure-agent.js'
import { installPackages, versionOf } from './serving/packages.js'
import { startReceiver } from './serving/server.js'
import { WATCHED_SIDES } from './serving/sides.js'
import { findNodes, printEach, readCommandLine, refuse, refuseUnknown } from './shared/command-line.js'
import { conditionsOf, titleLine } from './shared/machine.js'
import { Progress } from './shared/progress.js'
import { fromTo, table } from './shared/table.js'

const NAMES = Object.keys(AGENTS)
const USAGE = `Usage: node bench/server.js [--quick] [--agent ${NAMES.join('|')}]...
                           [--requests NUMBER] [--json] [--node PATH]...
Without --agent: all that are made for that Node.`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean' },
  requests: { type: 'string', default: '400' },
  agent: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const requests = Number(options.requests)
if (!Number.isInteger(requests) || requests < 1) refuse(USAGE, '--requests is a number of 1 or more')
refuseUnknown(USAGE, '--agent', options.agent, NAMES)
const binaries = findNodes(USAGE, options.node)
const reason = options.agent?.flatMap((agent) => binaries.map(({ node }) => reasonAgainst(agent, node))).find(Boolean)
if (reason !== undefined) refuse(USAGE, reason)

// Rounds of about 30 ms: what else a machine does comes and goes more slowly than that, and has both sides in a round
// alike.
const effort = options.quick
  ? { processes: 1, rounds: 30, requests, warmUp: 15 }
  : { processes: 4, rounds: 40, requests, warmUp: 25 }

await printEach(binaries, options.json, async (binary) => {
  const agents = options.agent ?? NAMES.filter((agent) => reasonAgainst(agent, binary.node) === undefined)
  installPackages({ agents: agents.some((agent) => AGENTS[agent].package) })
  const conditions = conditionsOf(binary)
  const watched = agents.flatMap((agent) => (AGENTS[agent].package ? [1] : [1, 3]).map((stores) => ({ agent, stores })))
  const progress = new Progress(`Node ${binary.node}`, watched.length * stepsOf(effort))
  const { environment, stop } = await startReceiver()
  const measured = []
  try {
    for (const { agent, stores } of watched) {
      const subject = { node: binary.path, agent, stores, environment }
      measured.push(await measureAgent(subject, effort, () => progress.step(agent)))
    }
  } finally {
    stop()
  }
  const shimInPlace = measured.every(({ shimInPlace }) => shimInPlace)
  return { ...conditions, connections: CONNECTIONS, shimInPlace, effort, rows: measured.map(({ row }) => row) }
}, report)

/** What was measured on one Node, for people. */
function report({ connections, shimInPlace, effort: { processes, rounds, requests }, rows, ...conditions }) {
  /** @type {import('./shared/table.js').Row[]} */
  const lines = [[
    '', 'requests/s', 'CPU µs', '(middle half)', 'GC ms', 'p50 ms', 'p99 ms', 'busy',
    'bytes', 'share', 'shim calls', 'host calls'
  ]]
  for (const row of rows) {
    lines.push('', titleOf(row))
    const { examined, examined: { node, tracescope, storages } } = row
    for (const side of WATCHED_SIDES) {
      lines.push([`  ${side}`, ...cellsOf(row[side]), ...examinedCellsOf(examined[side])])
    }
    lines.push(['  unwatched', ...cellsOf(row.unwatched)])
    lines.push(`  with the shim: ${ratiosOf(row)}, bytes ${(node.bytes / tracescope.bytes).toFixed(3)}×`)
    lines.push(`  with storages: ${ratiosOf(row.withStorages)}, bytes ${(node.bytes / storages.bytes).toFixed(3)}×`)
  }
  return `${titleLine(conditions)}
${processes * rounds} rounds of ${requests} requests for each side, ${connections} at a time; processes: ${processes}.
Medians: CPU time of the server per request, GC pauses per 1000 requests (mean), the part of the time in which it was
busy. Bytes that are allocated per request; the share of a CPU profile in the code that enters stores and publishes,
Node's or tracescope's; calls per request that enter stores, made by the shim and by the host; of these a trace or a run
counts with all the calls that it makes. Ratios: how many times as good with tracescope; the median of all rounds, and
their middle half.
unwatched: without an agent.${shimInPlace ? '' : ' The shim changes nothing on this Node.'}

${table(lines)}
`
}

function titleOf({ agent, stores, tracesPerRequest }) {
  const { package: name } = AGENTS[agent]
  if (name) return `${agent} ${versionOf(name)}`
  const traces = Number(tracesPerRequest.toFixed(2))
  return `${agent}, ${stores} ${stores === 1 ? 'store' : 'stores'}, ${traces} traces per request`
}

function ratiosOf({ ratio, spread, cpuRatio, cpuSpread }) {
  return `requests/s ${ratio.toFixed(2)}× (${fromTo(spread, 2)}), CPU ${cpuRatio.toFixed(2)}× (${fromTo(cpuSpread, 2)})`
}

function cellsOf({ requestsPerSecond, cpuMicroseconds, cpuHalf, gcMilliseconds, p50, p99, utilization }) {
  return [
    requestsPerSecond.toFixed(0), cpuMicroseconds.toFixed(0), `(${fromTo(cpuHalf, 0)})`, gcMilliseconds.toFixed(1),
    p50.toFixed(2), p99.toFixed(2), `${(utilization * 100).toFixed(0)} %`
  ]
}

function examinedCellsOf({ bytes, share, ways: { shim, host } }) {
  const [ours, hosts] = [shim, host].map((counts) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0).toFixed(1))
  return [bytes.toFixed(0), `${(share * 100).toFixed(2)} %`, ours, hosts]
}
