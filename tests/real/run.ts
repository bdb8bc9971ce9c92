import { availableParallelism } from 'node:os'
import { hostBinary } from '../matrix/hosts.js'
import { firstDifference } from '../support/difference.js'
import { startDatabase } from './mariadb.js'
import { observe, type Preloads, type Run } from './observe.js'
import { enginesOf, installPackages } from './packages.js'
import { UNFINISHED, type Result } from './programs/result.js'
import { HOSTS, HOSTS_WITH_FRAMES, SUBJECTS, type Subject } from './rows.js'

// Runs real libraries and agents on each host, stock, with the shim and with strict mode, which is to report nothing,
// and compares everything that could be seen. So it does with libraries whose functions are traced by the API, or not,
// watched or not, in strict mode or not. Under the agents all stores have to be entered by the shim, on hosts with
// context frames. `npm run test:real`, or with a text that is in the name of a row: `npm run test:real 24`,
// `npm run test:real Sentry`, `npm run test:real traced`.

const [wanted = ''] = process.argv.slice(2)
const rows = HOSTS
  .flatMap((version) => SUBJECTS.map((subject) => ({ version, subject, name: `node ${version}  ${subject.name}` })))
  .filter(({ name }) => name.includes(wanted))
let differences = 0
let equals = 0
let skipped = 0

installPackages()
for (const version of new Set(rows.map(({ version }) => version))) hostBinary(`node@${version}`)
const database = rows.some(({ subject }) => subject.needsDatabase || subject.agent)
  ? await startDatabase()
  : 'not wanted'
const databasePort = typeof database === 'string' ? undefined : database.port
try {
  const queue = [...rows]
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) await compare(row)
  }))
} finally {
  if (typeof database !== 'string') await database.stop()
}
console.log(`\n${equals} equal, ${differences} different, ${skipped} skipped`)
process.exitCode = differences || !rows.length ? 1 : 0

async function compare({ version, subject, name }: typeof rows[number]): Promise<void> {
  const reason = reasonToSkip(version, subject)
  if (reason !== undefined) {
    skipped++
    return console.log(`${name}: skipped: ${reason}`)
  }
  const binary = hostBinary(`node@${version}`)
  const [stockRun, ...runs] = runsOf(version, subject)
  const stock = await observe(binary, subject, stockRun!, databasePort)
  const unseen = subject.sees.filter((pattern) => !stock.lines.some((line) => pattern.test(line)))
  // Two runs that wait in vain would be equal.
  if (unseen.length > 0 || stock.lines.includes(UNFINISHED)) {
    differences++
    return console.log(`${name}: stock does not give ${unseen.join(', ') || 'its end'}, ` +
      `but ends in:\n${stock.lines.slice(-5).join('\n')}`)
  }
  for (const run of runs) {
    const seen = await observe(binary, subject, run, databasePort)
    const difference = firstDifference(stock.lines, seen.lines) ??
      unexpectedIn(seen) ?? missingIn(seen, run.preloads, stock) ?? detourIn(seen, subject)
    const without = subject.agent && databasePort === undefined ? ', without mysql2' : ''
    console.log(
      `${name}, ${run.name}: ${difference ?? `equal (${stock.lines.length} lines${without}${inWords(seen)})`}`
    )
    if (difference === undefined) equals++
    else differences++
    // In the other orders it would take its time again.
    if (seen.lines.includes(UNFINISHED)) break
  }
}

/** What subscribers saw and should not have, or should have and did not. */
function unexpectedIn({ unexpected }: Result): string | undefined {
  return unexpected.length > 0 ? `SEEN OTHERWISE\n${unexpected.map((line) => `    ${line}`).join('\n')}` : undefined
}

/** What was preloaded and is not there. */
function missingIn(seen: Result, preloads: Preloads, stock: Result): string | undefined {
  if (preloads.some((preload) => preload.startsWith('shim')) && seen.traceSync === stock.traceSync)
    return 'the shim is not in place'
  return preloads.includes('strict mode') && !seen.strictMode ? 'strict mode is not in place' : undefined
}

/** What the host entered itself, or nobody did, where it was counted who does. */
function detourIn({ ways }: Result, { entersBy = [] }: Subject): string | undefined {
  if (ways === undefined) return undefined
  if (Object.keys(ways.host).length > 0) return `ENTERED BY THE HOST ${JSON.stringify(ways.host)}`
  const missing = entersBy.filter((name) => !ways.shim[name])
  return missing.length > 0 ? `NEVER CALLED ${missing}` : undefined
}

function inWords({ ways }: Result): string {
  return ways === undefined
    ? ''
    : `, ${Object.values(ways.shim).reduce((sum, count) => sum + count)} calls by the shim, none by the host`
}

function runsOf(version: string, subject: Subject): Run[] {
  if (subject.tracings === undefined) {
    const runs = preloadsOf(subject).map((preloads): Run => ({ name: preloads.join(', then '), preloads, args: [] }))
    if (!subject.entersBy || !HOSTS_WITH_FRAMES.includes(version)) return runs
    const counted = runs.filter(({ preloads }) => preloads.includes('shim with storages'))
    return [...runs, ...counted.map((run) => ({ ...run, name: `${run.name}, counted`, countsWays: true }))]
  }
  const runs = subject.tracings.map((tracing): Run => ({ name: tracing, preloads: [], args: [tracing] }))
  // What is not traced at all is the run that the others are compared with.
  return [
    ...runs,
    ...runs.slice(1).map(({ name, args }): Run => ({ name: `strict mode, ${name}`, preloads: ['strict mode'], args }))
  ]
}

function preloadsOf({ agent }: Subject): Preloads[] {
  if (agent === undefined) return [[], ['shim'], ['shim with storages'], ['strict mode'], ['strict mode', 'shim']]
  return [
    ['agent'], ['shim', 'agent'], ['agent', 'shim'], ['shim with storages', 'agent'], ['agent', 'shim with storages'],
    ['strict mode', 'agent']
  ]
}

function reasonToSkip(version: string, { needs, needsDatabase }: Subject): string | undefined {
  if (needs && version.localeCompare(needs.node, 'en', { numeric: true }) < 0) {
    return `${needs.package} is made for Node ${enginesOf(needs.package)}`
  }
  return needsDatabase && typeof database === 'string' ? database : undefined
}
