// How much longer a process takes that is started with tracescope/register, beside one with an empty preload.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findNodes, printEach, readCommandLine, refuse } from './shared/command-line.js'
import { inTurns } from './shared/in-turns.js'
import { conditionsOf, titleLine } from './shared/machine.js'
import { Progress } from './shared/progress.js'
import { mapValues, median, middleHalf } from './shared/statistics.js'
import { fromTo, table } from './shared/table.js'

const USAGE = 'Usage: node bench/load-time.js [--rounds NUMBER] [--json] [--node PATH]...'

const options = readCommandLine(USAGE, {
  rounds: { type: 'string', default: '41' },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const rounds = Number(options.rounds)
if (!Number.isInteger(rounds) || rounds < 1) refuse(USAGE, '--rounds is a number of 1 or more')

const file = (name) => fileURLToPath(new URL(`loading/${name}`, import.meta.url))
const { NODE_OPTIONS, ...env } = process.env

/** What is loaded by each flag: nothing to speak of by the one, and in a process that runs already by the other. */
const FILES = {
  '--import': { empty: file('empty.mjs'), itself: file('import-itself.mjs') },
  '--require': { empty: file('empty.cjs'), itself: file('require-itself.cjs') }
}

await printEach(findNodes(USAGE, options.node), options.json, async (binary) => {
  const conditions = conditionsOf(binary)
  const progress = new Progress(`Node ${binary.node}`, Object.keys(FILES).length * rounds)
  const rows = []
  for (const [flag, { empty, itself }] of Object.entries(FILES)) {
    const run = (...args) => execFileSync(binary.path, args, { cwd: file('../..'), env, encoding: 'utf8' })
    const timeProcess = (preload) => {
      const start = process.hrtime.bigint()
      run(flag, preload, FILES['--require'].empty)
      return Number(process.hrtime.bigint() - start) / 1e6
    }
    const times = await inTurns({
      empty: () => timeProcess(empty),
      register: () => timeProcess('tracescope/register'),
      itself: () => Number(run(itself))
      // The first round finds the files on the disk.
    }, { rounds, uncounted: 1, isAlternating: true, step: () => progress.step(flag) })
    const above = times.register.map((time, round) => time - times.empty[round])
    rows.push({ flag, ...mapValues({ ...times, above }, inShort) })
  }
  return { ...conditions, rounds, rows }
}, report)

function inShort(times) {
  const [from, to] = middleHalf(times)
  return { median: median(times), from, to }
}

/** What loading takes on one Node, for people. */
function report({ rounds, rows, ...conditions }) {
  const cells = ({ median, from, to }) => [median.toFixed(1), fromTo([from, to], 1)]
  return `${titleLine(conditions)}
${rounds} rounds. Medians in ms: a whole process with an empty preload, one with tracescope/register, how much longer
that takes than the one next to it, and the import or require itself in a process that runs already.

${table([
    ['', 'empty', 'register', 'above', 'middle half', 'itself', 'middle half'],
    ...rows.map(({ flag, empty, register, above, itself }) => {
      return [`node ${flag}`, cells(empty)[0], cells(register)[0], ...cells(above), ...cells(itself)]
    })
  ])}
`
}
