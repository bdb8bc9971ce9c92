// @ts-check
// How much longer a process takes that is started with tracescope/register, beside one with an empty preload.
import { timeLoading } from './loading/time-loading.js'
import { findNodes, printEach, readCommandLine, refuse, titleLine } from './terminal/command-line.js'
import { table } from './terminal/table.js'

const USAGE = 'Usage: node bench/load-time.js [--rounds NUMBER] [--json] [--node PATH]...'

const options = readCommandLine(USAGE, {
  rounds: { type: 'string', default: '41' },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const rounds = Number(options.rounds)
if (!Number.isInteger(rounds) || rounds < 1) refuse(USAGE, '--rounds is a number of 1 or more')

await printEach(findNodes(USAGE, options.node), options.json, (binary) => timeLoading(binary, rounds), report)

/** What loading takes on one Node, for people. @param {import('./loading/time-loading.js').TimedLoading} timed */
function report({ rounds, rows, ...conditions }) {
  const lines = [
    ['', 'empty', 'register', 'above', 'middle half', 'itself', 'middle half'],
    ...rows.map(({ flag, empty, register, above, itself }) => [
      `node ${flag}`, ...[empty, register, above].map(inMilliseconds), middleHalf(above), inMilliseconds(itself), middleHalf(itself)
    ])
  ]
  return `${titleLine(conditions)}
${rounds} rounds. Medians in ms: a whole process with an empty preload, one with tracescope/register, how much longer
that takes than the one next to it, and the import or require itself in a process that runs already.

${table(lines)}
`
}

/** @param {{ median: number }} measure */
function inMilliseconds({ median }) {
  return median.toFixed(1)
}

/** @param {{ from: number, to: number }} measure */
function middleHalf({ from, to }) {
  return `${from.toFixed(1)} … ${to.toFixed(1)}`
}
