// @ts-check
// How much longer a process takes that is started with tracescope/register, beside one with an empty preload.
import { report } from './loading/report.js'
import { timeLoading } from './loading/time-loading.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

const USAGE = 'Usage: node bench/load-time.js [--rounds NUMBER] [--json] [--node PATH]...'

const options = readCommandLine(USAGE, {
  rounds: { type: 'string', default: '41' },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const rounds = Number(options.rounds)
if (!Number.isInteger(rounds) || rounds < 1) refuse(USAGE, '--rounds is a number of 1 or more')

const timed = []
for (const binary of findNodes(USAGE, options.node)) {
  const ofOne = timeLoading(binary, rounds)
  timed.push(ofOne)
  if (!options.json) console.log(report(ofOne))
}
if (options.json) console.log(JSON.stringify(timed.length === 1 ? timed[0] : timed, null, 2))
