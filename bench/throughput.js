// @ts-check
// How long a call takes: by Node's own diagnostics_channel, by tracescope, and by the least code that does the same.
import { APIS } from './calls/apis.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'
import { CASES, QUICK_CASES } from './timing/cases.js'
import { report, titleOf } from './timing/report.js'
import { timeAll } from './timing/time-all.js'

const NAMES = ['mixed', ...APIS]
const USAGE = `Usage: node bench/throughput.js [--quick] [--only ${NAMES.join('|')}]... [--rows TEXT]
                               [--json] [--node PATH]...

--rows times the cases whose title, as in the report, contains TEXT.`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  rows: { type: 'string', default: '' },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const unknown = options.only?.find((api) => !NAMES.includes(api))
if (unknown !== undefined) refuse(USAGE, `--only is one of ${NAMES.join(', ')}`)

const effort = options.quick
  ? { processes: 1, rounds: 15, milliseconds: 3, warmUp: 40 }
  : { processes: 3, rounds: 15, milliseconds: 3, warmUp: 75 }
const cases = (options.quick ? QUICK_CASES : CASES).filter((timedCase) => {
  return (options.only?.includes(timedCase.api) ?? true) && titleOf(timedCase).includes(options.rows)
})
if (cases.length === 0) refuse(USAGE, 'no case has such a title')

const timed = []
for (const binary of findNodes(USAGE, options.node)) {
  const ofOne = await timeAll(binary, cases, effort)
  timed.push(ofOne)
  if (!options.json) console.log(report(ofOne))
}
if (options.json) console.log(JSON.stringify(timed.length === 1 ? timed[0] : timed, null, 2))
