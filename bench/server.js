// @ts-check
// A web server under an agent: what it takes to answer a request, on Node as it is and with the shim.
import { AGENTS, reasonAgainst } from './serving/agents/start-agent.js'
import { EFFORT, measureAll, QUICK_EFFORT } from './serving/measure-all.js'
import { report } from './serving/report.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

const USAGE = `Usage: node bench/server.js [--quick] [--stores NUMBER]... [--requests NUMBER]
                           [--agent ${AGENTS.join('|')}] [--json] [--node PATH]...`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean' },
  stores: { type: 'string', multiple: true, default: ['1', '3'] },
  requests: { type: 'string' },
  agent: { type: 'string', default: 'plain' },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const stores = options.stores.map(Number)
if (!stores.every(isCount)) refuse(USAGE, '--stores is a number of 1 or more')
const effort = { ...options.quick ? QUICK_EFFORT : EFFORT }
if (options.requests !== undefined) effort.requests = Number(options.requests)
if (!isCount(effort.requests)) refuse(USAGE, '--requests is a number of 1 or more')
const agent = AGENTS.find((name) => name === options.agent) ?? refuse(USAGE, `--agent is one of ${AGENTS.join(', ')}`)
const binaries = findNodes(USAGE, options.node)
const reason = binaries.map(({ node }) => reasonAgainst(agent, node)).find(Boolean)
if (reason !== undefined) refuse(USAGE, reason)

const measured = []
for (const binary of binaries) {
  const ofOne = await measureAll(binary, { agent, stores }, effort)
  measured.push(ofOne)
  if (!options.json) console.log(report(ofOne))
}
if (options.json) console.log(JSON.stringify(measured.length === 1 ? measured[0] : measured, null, 2))

/** @param {number} number */
function isCount(number) {
  return Number.isInteger(number) && number > 0
}
