// How long a call takes: by Node's own diagnostics_channel, by tracescope, and by the least code that does the same;
// or by two builds of tracescope; or on Bun and Deno.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { APIS, STORAGE_APIS } from './calls/apis.js'
import { HOSTS, reportHost, rowsWith, timeHost } from './hosts/time-host.js'
import { buildHash } from './shared/build-hash.js'
import { findNodes, printEach, readCommandLine, refuse, refuseUnknown } from './shared/command-line.js'
import { conditionsInWords } from './shared/conditions-in-words.js'
import { conditionsOf, titleLine } from './shared/machine.js'
import { measureEach } from './shared/progress.js'
import { mapValues } from './shared/statistics.js'
import { fromTo, inNanoseconds, table } from './shared/table.js'
import { sectionOf, titleOf } from './timing/case-in-words.js'
import { CASES } from './timing/cases.js'
import { buildAgainstBuild, tracescopeAgainstNode } from './timing/contests.js'
import { timeContest } from './timing/time-contest.js'

const NAMES = ['mixed', ...APIS, ...STORAGE_APIS]
const USAGE = `Usage: node bench/throughput.js [--quick] [--only ${NAMES.join('|')}]... [--rows TEXT]
                               [--against PATH] [--json] [--node PATH]...
       node bench/throughput.js --host ${HOSTS.join('|')} [--quick] [--rows TEXT] [--json]

--rows times the cases whose title, as in the report, contains TEXT. --against compares tracescope with the build of it
in another checkout, at PATH: the times of that one by those of this one. --host times rows of its own on that host.`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  rows: { type: 'string', default: '' },
  against: { type: 'string' },
  json: { type: 'boolean' },
  host: { type: 'string' },
  node: { type: 'string', multiple: true }
})
if (options.host !== undefined) {
  refuseUnknown(USAGE, '--host', [options.host], HOSTS)
  if (rowsWith(options.rows).length === 0) refuse(USAGE, 'no row has such a title')
  const timed = timeHost(options.host, options)
  console.log(options.json ? JSON.stringify(timed, null, 2) : reportHost(timed))
  process.exit()
}
refuseUnknown(USAGE, '--only', options.only, NAMES)

const builtIn = (checkout) => join(resolve(checkout), 'dist/esm')
const builds = options.against === undefined
  ? undefined
  : { other: builtIn(options.against), this: builtIn(fileURLToPath(new URL('..', import.meta.url))) }
if (builds && !existsSync(builds.other)) refuse(USAGE, `${options.against} is no checkout with a build in dist`)
const moduleOf = (build) => pathToFileURL(join(build, 'index.js')).href
const contestOf = builds
  ? buildAgainstBuild({ other: moduleOf(builds.other), this: moduleOf(builds.this) })
  : tracescopeAgainstNode

const [quickly, thoroughly] = builds === undefined
  ? [
      { processes: 1, rounds: 15, milliseconds: 3, warmUp: 40 },
      { processes: 3, rounds: 15, milliseconds: 3, warmUp: 75 }
    ]
  // An even number of pairs: in half of them the one build begins, in half the other. Small differences want more of
  // them.
  : [
      { processes: 2, rounds: 15, milliseconds: 3, warmUp: 80 },
      { processes: 6, rounds: 15, milliseconds: 3, warmUp: 150 }
    ]
const effort = options.quick ? quickly : thoroughly
const cases = CASES.filter((timedCase) => options.only?.includes(timedCase.api) ?? true)
  .filter((timedCase) => titleOf(timedCase).includes(options.rows))
if (cases.length === 0) refuse(USAGE, 'no case has such a title')

await printEach(findNodes(USAGE, options.node), options.json, async (binary) => ({
  ...conditionsOf(binary),
  ...(builds && { builds: mapValues(builds, buildHash) }),
  ...effort,
  rows: await measureEach(
    `Node ${binary.node}`, cases, (timedCase) => timeContest(binary.path, timedCase, contestOf, effort), titleOf
  )
}), report)

/** The times on one Node, for people: rows under headings, each with its conditions. */
function report({ builds, processes, rounds, milliseconds, rows, ...conditions }) {
  const sides = builds ? ['other', 'this'] : ['node', 'tracescope', 'floor', 'direct']
  const ratio = builds ? `build ${builds.other} (other) ÷ ${builds.this} (this)` : 'node ÷ tracescope'
  /** @type {import('./shared/table.js').Row[]} */
  const lines = [['', ...sides.map((side) => side === 'floor' ? 'by hand' : side), 'ratio', 'least … most']]
  let section = ''
  for (const row of rows) {
    if (sectionOf(row) !== section) lines.push('', section = sectionOf(row))
    const [digits, conditions] = [builds ? 2 : 1, conditionsInWords({ ...row, ambient: 0 })]
    const times = sides.map((side) => inNanoseconds(row[side]))
    lines.push([`  ${conditions}`, ...times, `${row.ratio.toFixed(digits)}×`, fromTo(row.spread.ratio, digits)])
  }
  return `${titleLine(conditions)}
${processes * rounds} rounds of about ${milliseconds} ms each, made in a promise job; processes: ${processes}.
Medians in ns per call, for an order of magnitude. Ratio: ${ratio}; the median of all rounds.

${table(lines)}
`
}
