import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seed } from '../random/extent.js'
import { tellCosts, type Cost } from './costs.js'
import { HERE, hostBinary, installHosts } from './hosts.js'
import { ROW_HERE, ROWS, type Row } from './rows.js'
import { runFile } from './run-file.js'

// Runs the built tests on every host of the matrix, or on the row of a name, or on those with a text in their names:
// `npm run test:matrix 24`. `here` is the Node at hand: `npm test`. `--files trace,with-scope` for these alone;
// `--after-here` leaves out what `npm test` has run on this very Node. `--costs` tells how many seconds of a processor
// each row and each file took, the processes that it started included: that says the same on a busy machine.
// `--install` installs the hosts, and runs nothing.

const LONGEST_TOLD = 3
/** Many a file waits for its processes to wait: so many more of them run at once than there are processors. */
const WAITING = 1

const tests = fileURLToPath(new URL('..', import.meta.url))
const testsWithoutTap = fileURLToPath(new URL('../../tests-without-tap', import.meta.url))
/**
 * The built files by what rows call them, which is their names without their folders. `npm run test:hosts` has those of
 * hosts.
 */
const places = new Map(readdirSync(tests, { encoding: 'utf8', recursive: true })
  .filter((path) => path.endsWith('.test.js') && !path.startsWith('hosts'))
  .map((path) => [basename(path, '.test.js'), path]))
const files = [...places.keys()].sort()
const { values, positionals: [wanted = ''] } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string' },
    'after-here': { type: 'boolean', default: false },
    costs: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false }
  }
})
const { files: chosen, 'after-here': isAfterHere, costs: tellsCosts, install: onlyInstalls } = values
const named = ROWS.filter(({ name }) => name === wanted)
const rows = wanted === HERE ? [ROW_HERE] : named.length > 0 ? named : ROWS.filter(({ name }) => name.includes(wanted))

/** A row, and what has come of its files so far. */
interface Running {
  readonly row: Row
  readonly title: string
  readonly files: readonly string[]
  readonly seconds: Map<string, number>
  started: number
  passed: number
  failed: number
  skipped: number
}

if (onlyInstalls) {
  await installHosts(rows.map(({ spec }) => spec))
  process.exit()
}
assertTestsAreThere(chosen?.split(',') ?? [], '--files')
for (const { name, only = [], except = [] } of ROWS) assertTestsAreThere([...only, ...except], `the row ${name}`)
// The same in all rows, though a day may end meanwhile.
process.env['SEED'] = String(seed)
console.log(`random tests: SEED=${seed}`)

const costs: Cost[] = []
const running = rows.map((row): Running => ({
  row, title: row.spec.startsWith('bun') || row.spec.startsWith('deno') ? row.name : `node ${row.name}`,
  files: filesOf(row), seconds: new Map(), started: 0, passed: 0, failed: 0, skipped: 0
}))
await installHosts(rows.map(({ spec }) => spec))
// A file that takes long at the end of a row is no reason to wait with the next row.
const queue = running.flatMap((running) => running.files.map((file) => ({ running, file })))
await Promise.all(Array.from({ length: availableParallelism() + WAITING }, async () => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next.running, next.file)
}))
if (tellsCosts) tellCosts(costs)
const sum = (what: 'passed' | 'failed'): number => running.reduce((total, { [what]: count }) => total + count, 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') || !sum('passed') ? 1 : 0

function assertTestsAreThere(named: readonly string[], who: string): void {
  const unknown = named.filter((test) => !files.includes(test))
  if (unknown.length > 0) throw new Error(`${who} names tests that are not there: ${unknown.join(', ')}`)
}

function filesOf({ only, except, spec, flags, env, strict }: Row): string[] {
  const isHere = spec === `node@${process.versions.node}` &&
    flags.length === 0 && env === undefined && strict === undefined
  return files.filter((test) => {
    if (chosen !== undefined && !chosen.split(',').includes(test)) return false
    if (isAfterHere && isHere && !ROW_HERE.except!.includes(test)) return false
    return only !== undefined ? only.includes(test) : !except?.includes(test)
  })
}

async function run(running: Running, file: string): Promise<void> {
  const { row, title, seconds } = running
  running.started ||= Date.now()
  const started = Date.now()
  const built = join(row.withoutTap ? testsWithoutTap : tests, places.get(file)!)
  const outcome = await runFile(hostBinary(row.spec), row, built, tellsCosts)
  costs.push({ row: title, file, seconds: outcome.cpuSeconds })
  seconds.set(file, secondsSince(started))
  running.passed += outcome.passed
  running.skipped += outcome.skipped
  running.failed += outcome.ok ? 0 : Math.max(outcome.failed, 1)
  if (!outcome.ok) console.log(`\n${title}: ${file}\n${outcome.output}`)
  if (seconds.size === running.files.length) report(running)
}

function report({ row, title, seconds, started, passed, failed, skipped }: Running): void {
  const verdict = failed ? 'FAILED' : 'ok'
  console.log(`${verdict}  ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped ` +
    `in ${secondsSince(started).toFixed(0)} s  (${row.reason})`)
  const longest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, LONGEST_TOLD)
  console.log(`    ${longest.map(([file, seconds]) => `${file} ${seconds.toFixed(0)} s`).join(', ')}`)
}

function secondsSince(started: number): number {
  return (Date.now() - started) / 1000
}
