import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { diagnose } from '../../source/doctor/diagnosis.js'
import type { DoctorReport } from '../../source/doctor/doctor.js'
import type { StorageAccount } from '../../source/doctor/ledger.js'
import { sentenceOf } from '../../source/doctor/print.js'
import { keyOf, KINDS } from '../../source/doctor/shapes.js'
import { hostHasStoreScopes, hostHasWithScope } from '../support/host.js'
import { programFile } from '../support/run-process.js'
import { hostFlags, packageFolder } from '../support/run-program.js'

// The doctor counts the calls of a program whose numbers are known, exactly, and the program does what it does without.

const program = programFile('known-calls')
const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const PRELOADS = [['--import', 'tracescope/doctor'], ['--require', 'tracescope/doctor']] as const

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly report: DoctorReport | undefined
}

let files = 0
const newFile = (): string => join(folder, `${files++}.json`)
const read = (file: string): DoctorReport | undefined =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined

function run(flags: readonly string[], how = '', env: Readonly<Record<string, string>> = {}): Run {
  const file = newFile()
  const { status, stdout, stderr } = spawnSync(process.execPath, [...hostFlags, ...flags, program, how], {
    cwd: packageFolder, encoding: 'utf8', env: { ...process.env, TRACESCOPE_DOCTOR: file, ...env }
  })
  return { status, stdout, stderr, report: read(file) }
}

/** The calls of each kind; what nobody listens to apart. */
function calls({ calls }: DoctorReport['channels' | 'storages'][number]): Record<string, number> {
  const numbers: Record<string, number> = {}
  for (const { kind, live, calls: times } of calls) {
    const title = live ? kind : `${kind}, deaf`
    numbers[title] = (numbers[title] ?? 0) + times
  }
  return numbers
}

function assertKnown(t: Test, { channels, storages }: DoctorReport): void {
  const byName = Object.fromEntries(channels.map((channel) => [channel.name, calls(channel)]))
  // Node traces its own imports.
  delete byName['module.import']
  delete byName['module.require']
  t.same(byName, {
    known: {
      traceSync: 3, tracePromise: 4, 'traceCallback': 6, runStores: 2,
      ...hostHasStoreScopes && { BoundedChannel: 23, withStoreScope: 13 }
    },
    inner: { traceSync: 1 },
    deaf: { 'traceSync, deaf': 6 },
    'by itself': { runStores: 7 }
  })
  t.equal(channels.find(({ name }) => name === 'known')!.subscribers, 2)

  const plain = storages.filter(({ name }) => /^AsyncLocalStorage at .*known-calls/.test(name))
  const inAll: Record<string, number> = {}
  for (const storage of plain)
    for (const [kind, times] of Object.entries(calls(storage))) inAll[kind] = (inAll[kind] ?? 0) + times
  t.same(inAll, {
    run: 1 + 3 + 8 + (hostHasWithScope ? 10 : 0), 'run (current value)': 8, exit: 8, enterWith: 2 + 9,
    ...hostHasWithScope && { 'AsyncLocalStorage#withScope': 10 }
  })
  t.equal(plain.reduce((total, { storages }) => total + storages, 0), 2)

  const ofClass = (name: string) => storages.find((storage) => storage.name.startsWith(`${name} at `))!
  t.same(calls(ofClass('WithOwnGetStore')), { run: 1, 'run (current value)': 1, enterWith: 1 })
  t.same(ofClass('WithOwnGetStore').ownMethods, ['getStore'])
  t.same(calls(ofClass('WithOwnRun')), { run: 1 })
  t.same(ofClass('WithOwnRun').ownMethods, ['run'])
}

/** Of the program where it is told how to end, or to report. */
function assertFew(t: Test, { channels, storages }: DoctorReport): void {
  const ofProgram = [...channels, ...storages].filter(({ name }) =>
    /^few$|^AsyncLocalStorage at .*known-calls/.test(name))
  t.same(ofProgram.map(calls), [{ traceSync: 3 }, { run: 4 }])
}

function assertMeasured(
  t: Test, { cpuSeconds, inAll, shares, counting, channels, storages, failure }: DoctorReport
): void {
  t.equal(failure, undefined)
  t.ok(cpuSeconds > 0 && counting! >= 0)
  t.ok(inAll!.node.nanoseconds > 0 && inAll!.shim.nanoseconds > 0 && inAll!.storages.nanoseconds > 0)
  t.ok(shares!.node > 0 && shares!.node <= 1)
  const rows = [...channels, ...storages]
  const total = rows.reduce((total, row) => total + row.inAll!.node.nanoseconds, 0)
  t.ok(Math.abs(total - inAll!.node.nanoseconds) < 1)
  for (const list of [channels, storages]) {
    const costs = list.map(({ inAll }) => inAll!.node.nanoseconds)
    t.same(costs, [...costs].sort((a, b) => b - a), 'sorted by cost')
  }
  const sizes = new Set(rows.flatMap(({ calls }) => calls.map(({ contextSize }) => contextSize)))
  if (storagesUseAsyncHooks) t.same([...sizes], [0], 'no frames, no sizes')
  else t.ok(sizes.has(0) && sizes.has(2), 'the sizes of contexts')
}

for (const preload of PRELOADS) {
  t.test(preload.join(' '), async (t) => {
    const stock = run([])
    t.match(stock, { status: 0, stderr: '', report: undefined })
    const { report, ...outcome } = run(preload)
    t.same({ ...outcome, report: undefined }, stock)
    assertKnown(t, report!)
    assertMeasured(t, report!)
    const { sentence } = report!
    t.match(sentence, /^About .+ of this process's CPU time went into entering stores and publishing; tracescope/)
    t.match(sentence, /would (save|cost) .+, with TRACESCOPE_STORAGES=1 .+\./)
  })

  for (const [how, status] of [['exit', 3], ['throw', 1]] as const) {
    t.test(`${preload.join(' ')}: ${how}`, async (t) => {
      const stock = run([], how)
      const outcome = run(preload, how)
      t.equal(stock.status, status)
      t.same([outcome.status, outcome.stdout, outcome.stderr.replace(/\d+/g, '')], [
        status, stock.stdout, stock.stderr.replace(/\d+/g, '')
      ])
      assertFew(t, outcome.report!)
    })
  }
}

t.test('both ways at once count once', async (t) => {
  assertKnown(t, run(PRELOADS.flat()).report!)
})

t.test('without a file it prints a table, and the sentence last', async (t) => {
  const { status, stderr } = run(PRELOADS[0], '', { TRACESCOPE_DOCTOR: '' })
  t.equal(status, 0)
  const lines = stderr.trimEnd().split('\n')
  t.match(lines[0], /^tracescope\/doctor: process \d+, Node [\d.]+, [\d.]+ s of CPU time$/)
  t.match(lines[2], /^channel or storage +calls +context +stores +Node +shim +storages/)
  t.ok(
    lines.some((line) => /^known, 2 subscribed +3 traceSync +[\d–]+ +1 \+ 1 by transform +\d+ ns/.test(line)),
    'a row of a channel'
  )
  t.ok(lines.some((line) => /^WithOwnRun at .*known-calls.*, own run +1 run/.test(line)), 'a row of a storage')
  t.match(lines.at(-2), /^Counting took about [\d.]+ ms, .* of the rest\. Worker threads are not counted\.$/)
  t.match(lines.at(-1), /^About .* That is of [\d.]+ s, most of which the start took/)
  t.notMatch(stderr, /NaN|Infinity|undefined/)
})

t.test('a process that enters nothing', async (t) => {
  const { status, stdout, report } = run(PRELOADS[1], 'nothing')
  t.same([status, stdout], [0, '[]'])
  const { channels, storages, shares, sentence } = report!
  // Node itself traces imports, and enters a storage of its own for a module.
  t.same([...channels, ...storages].filter(({ name }) => !/^module\.|^AsyncLocalStorage of Node$/.test(name)), [])
  if (storages.length > 0) return t.ok(shares!.node < 0.1)
  t.equal(shares, undefined)
  t.equal(sentence, 'Nobody has entered a store or made a trace by what Node has for it.')
})

t.test('worker threads go on as they do, and are not counted', async (t) => {
  const stock = run([], 'worker')
  const { report, ...outcome } = run(PRELOADS[0], 'worker')
  t.same({ ...outcome, report: undefined }, stock)
  assertFew(t, report!)
})

t.test('SIGUSR2: a report, and the process goes on', { skip: process.platform === 'win32' }, async (t) => {
  const file = newFile()
  const child = spawn(process.execPath, [...hostFlags, ...PRELOADS[0], program, 'wait'], {
    cwd: packageFolder, env: { ...process.env, TRACESCOPE_DOCTOR: file }, stdio: ['pipe', 'pipe', 'inherit']
  })
  await once(child.stdout, 'data')
  child.kill('SIGUSR2')
  while (!existsSync(file)) await setTimeout(50)
  await setTimeout(50)
  assertFew(t, read(file)!)
  rmSync(file)
  child.stdin.end('go on')
  t.same(await once(child, 'exit'), [7, null])
  assertFew(t, read(file)!)
})

t.test('a process that calls for long: V8 is asked where the time goes', async (t) => {
  const program = programFile('many-calls')
  const runMany = (seconds: number, ...flags: string[]) => {
    const file = newFile()
    const { status, stdout, stderr } = spawnSync(process.execPath, [...hostFlags, ...flags, program, String(seconds)], {
      cwd: packageFolder, encoding: 'utf8', env: { ...process.env, TRACESCOPE_DOCTOR: file }
    })
    return { status, stdout, stderr, report: read(file) }
  }
  const stock = runMany(0)
  t.match(stock, { status: 0, stderr: '' })
  const { report, ...outcome } = runMany(3, ...PRELOADS[0])
  t.same({ ...outcome, report: undefined }, stock)
  const { sampled, shares, counting } = report!
  t.ok(sampled!.samples >= 500 && sampled!.taken >= sampled!.samples, `${sampled!.samples} samples`)
  const { counted, other } = sampled!
  t.ok(counted > 0 && other > 0 && sampled!.counting > 0, 'traces, what is called beside them, and the doctor')
  const others = 1 - sampled!.counting
  t.ok(others > 0 && Math.abs(shares!.node - (counted + other) / others) < 1e-9, 'the share is what was seen')
  t.ok(shares!.shimSaves <= counted / others, 'no more is saved than what the shim replaces')
  t.ok(counting! >= sampled!.switching, 'what sampling took is told')

  const { allowedNodeEnvironmentFlags: known } = process
  const permission = ['--permission', '--experimental-permission'].find((flag) => known.has(flag))
  if (permission === undefined) return
  const flags = [permission, '--allow-fs-read=*', '--allow-fs-write=*', '--allow-child-process', '--no-warnings']
  const refused = runMany(2, ...flags, ...PRELOADS[1])
  t.match(refused, { status: 0, stdout: stock.stdout })
  t.equal(refused.report!.sampled, undefined, 'without permission for the inspector nothing is sampled')
})

t.test('report(): the same as an object, whichever copy is asked', async (t) => {
  const { status, stdout } = run(PRELOADS[0], 'report')
  t.equal(status, 0)
  const [first, second, isOne] = JSON.parse(stdout) as [DoctorReport, DoctorReport, boolean]
  assertFew(t, first)
  const runs = ({ storages }: DoctorReport) =>
    storages.reduce((total, storage) => total + (calls(storage)['run'] ?? 0), 0)
  t.equal(runs(second), runs(first) + 1)
  t.ok(isOne, 'one report at a time')
})

t.test('with the shim', async (t) => {
  const before = run(['--import', 'tracescope/register', ...PRELOADS[0]])
  t.match(before, {
    status: 0,
    report: undefined,
    stderr: /Warning: tracescope\/doctor counts nothing in this process: the shim is installed/
  })
  const { stderr } = run(PRELOADS[0], 'late-shim', { TRACESCOPE_DOCTOR: '' })
  t.match(stderr, /The shim was installed after the doctor: it left to Node what is counted/)
})

t.test('{pid} in the name of the file', async (t) => {
  const { status } = run(PRELOADS[0], 'nothing', { TRACESCOPE_DOCTOR: join(folder, 'of {pid}.json') })
  t.equal(status, 0)
  const [name] = readdirSync(folder).filter((name) => name.startsWith('of '))
  t.equal(name, `of ${read(join(folder, name!))!.pid}.json`)
})

/** A report of a process of which so much of the CPU time was spent, and would be saved. */
function sentence(cpuSeconds: number, node: number, shimSaves: number, storagesSave: number): string {
  const diagnosis = {
    cpuSeconds, channels: [{}], storages: [], shares: { node, shimSaves, storagesSave, counting: 0 }, failure: undefined
  }
  return sentenceOf(diagnosis as unknown as DoctorReport)
}

t.test('the sentence', async (t) => {
  const begin = 'of this process\'s CPU time went into entering stores and publishing; tracescope/register would'
  t.equal(sentence(9, 0.019, 0.006, 0.013), `About 1.9 % ${begin} save 0.6 %, with TRACESCOPE_STORAGES=1 1.3 %.`)
  t.equal(
    sentence(9, 0.004, 0.0001, 0.003),
    `About 0.4 % ${begin} save less than 0.1 %, with TRACESCOPE_STORAGES=1 0.3 %. ` +
      'Not worth it: below 0.5 % nobody will notice.'
  )
  t.equal(
    sentence(9, 0.1, -0.01, 0.02), `About 10.0 % ${begin} cost 1.0 % more, with TRACESCOPE_STORAGES=1 save 2.0 %.`
  )
  t.match(sentence(0, 0, 0, 0), /save 0 %, .* That is of 0\.00 s, most of which the start took/)
})

const cost = (nanoseconds: number) => [{ nanoseconds, bytes: 0 }]

t.test('shares as V8 has seen them: of what is replaced, ' +
  'the shim saves what it saves of a measured call', async (t) => {
  const key = keyOf(KINDS.indexOf('run'), 0, false, 0, 0, 0, 0)
  const account = { name: 'storage', counts: new Map([[key, { calls: 10 }]]), storages: 1, ownMethods: [] }
  const ledger = { channels: new Map(), storages: new Map([['storage', account as unknown as StorageAccount]]) }
  const calibration = {
    costs: { node: cost(100), shim: cost(100), storages: cost(25), counting: cost(150) }, sampling: 2000
  }
  const sampled = { samples: 500, taken: 1000, switching: 3e6, counted: 0.16, other: 0.04, counting: 0.2 }
  const seen = diagnose(ledger, 1, [key], calibration, sampled)
  t.same(seen.sampled, sampled)
  t.equal(seen.counting, 3e6 + 1000 * 2000 + 0.2 * 1e9)
  t.same({ ...seen.shares, counting: undefined }, { node: 0.25, shimSaves: 0, storagesSave: 0.15, counting: undefined })
  const few = diagnose(ledger, 1, [key], calibration, { ...sampled, samples: 499 })
  t.equal(few.sampled, undefined, 'too few samples')
  t.equal(few.counting, 3e6 + 1000 * 2000 + 10 * 50, 'which took their time')
  t.ok(few.shares!.node < 0.001)
})

t.test('a process that took no CPU time', async (t) => {
  const { shares } = diagnose({ channels: new Map(), storages: new Map() }, 0, [0], {
    costs: { node: [], shim: [], storages: [], counting: [] }, sampling: 0
  })
  t.same(shares, { node: 0, shimSaves: 0, storagesSave: 0, counting: 0 })
})

t.test('a file that can\'t be written', async (t) => {
  const { status, stderr } = run(PRELOADS[0], 'nothing', { TRACESCOPE_DOCTOR: join(folder, 'no', 'such', 'folder') })
  t.equal(status, 0)
  t.match(stderr, /^tracescope\/doctor can't write .*ENOENT/)
})
