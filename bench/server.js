// @ts-check
// A web server under an agent: what it takes to answer a request, on Node as it is and with the shim.
import { AGENTS, kindOf, reasonAgainst } from './serving/agents/start-agent.js'
import { EFFORT, measureAll, QUICK_EFFORT } from './serving/measure-all.js'
import { report } from './serving/report.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

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

const measured = []
for (const binary of binaries) {
  const agents = wanted ?? AGENTS.filter((agent) => reasonAgainst(agent, binary.node) === undefined)
  const all = agents.flatMap((agent) => (kindOf(agent).isReal ? [1] : stores).map((stores) => ({ agent, stores })))
  const ofOne = await measureAll(binary, all, effort)
  measured.push(ofOne)
  if (!options.json) console.log(report(ofOne))
}
if (options.json) console.log(JSON.stringify(measured.length === 1 ? measured[0] : measured, null, 2))

/** @param {number} number */
function isCount(number) {
  return Number.isInteger(number) && number > 0
}
