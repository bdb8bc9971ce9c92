// @ts-check
// How long a call takes: by Node's own diagnostics_channel, by tracescope, and by the least code that does the same;
// or by two builds of tracescope.
import { APIS, STORAGE_APIS } from './calls/apis.js'
import { HOSTS, reportHost, rowsWith, timeHost } from './hosts/time-host.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'
import { moduleOf, timeAgainst } from './timing/against.js'
import { CASES, QUICK_CASES } from './timing/cases.js'
import { report, reportAgainst, titleOf } from './timing/report.js'
import { timeAll } from './timing/time-all.js'

const NAMES = ['mixed', ...APIS, ...STORAGE_APIS]
const USAGE = `Usage: node bench/throughput.js [--quick] [--only ${NAMES.join('|')}]... [--rows TEXT]
                               [--against PATH] [--json] [--node PATH]...
       node bench/throughput.js --host ${HOSTS.join('|')} [--quick] [--rows TEXT] [--json]

--rows times the cases whose title, as in the report, contains TEXT. --against compares tracescope with the build of it in
another checkout, at PATH: the times of that one by those of this one. --host times rows of its own on that host.`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  rows: { type: 'string', default: '' },
  against: { type: 'string' },
  json: { type: 'boolean' },
  host: { type: 'string' },
  node: { type: 'string', multiple: true }
})
if (options.host !== undefined) {
  if (!HOSTS.includes(options.host)) refuse(USAGE, `--host is one of ${HOSTS.join(', ')}`)
  if (rowsWith(options.rows).length === 0) refuse(USAGE, 'no row has such a title')
  const timed = timeHost(options.host, options)
  console.log(options.json ? JSON.stringify(timed, null, 2) : reportHost(timed))
  process.exit()
}
const unknown = options.only?.find((api) => !NAMES.includes(api))
if (unknown !== undefined) refuse(USAGE, `--only is one of ${NAMES.join(', ')}`)

const other = options.against === undefined ? undefined : moduleOf(options.against)
if (options.against !== undefined && other === undefined) refuse(USAGE, `${options.against} is no checkout with a build in dist`)

const [quickly, thoroughly] = other === undefined
  ? [{ processes: 1, rounds: 15, milliseconds: 3, warmUp: 40 }, { processes: 3, rounds: 15, milliseconds: 3, warmUp: 75 }]
  // An even number of pairs: in half of them the one build begins, in half the other. Small differences want more of them.
  : [{ processes: 2, rounds: 15, milliseconds: 3, warmUp: 80 }, { processes: 6, rounds: 15, milliseconds: 3, warmUp: 150 }]
const effort = options.quick ? quickly : thoroughly
const cases = (options.quick ? QUICK_CASES : CASES).filter((timedCase) => {
  return (options.only?.includes(timedCase.api) ?? true) && titleOf(timedCase).includes(options.rows)
})
if (cases.length === 0) refuse(USAGE, 'no case has such a title')

const timed = []
for (const binary of findNodes(USAGE, options.node)) {
  if (other === undefined) {
    const ofOne = await timeAll(binary, cases, effort)
    timed.push(ofOne)
    if (!options.json) console.log(report(ofOne))
  } else {
    const ofOne = await timeAgainst(binary, cases, effort, other)
    timed.push(ofOne)
    if (!options.json) console.log(reportAgainst(ofOne))
  }
}
if (options.json) console.log(JSON.stringify(timed.length === 1 ? timed[0] : timed, null, 2))
