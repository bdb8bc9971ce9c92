import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import t from 'tap'
import './enter-with.js'
import './keeps-little.js'
import './openings.js'
import './traces.js'
import { hostHasStoreScopes, hostHasWithScope } from '../support/host.js'
import { runProcess } from '../support/run-process.js'
import { packageFolder, runProgram } from '../support/run-program.js'

// Each misuse of a scope gets its report and no other, with the place where the scope was opened; what is in order gets
// none. By all that opens scopes, with the shim installed or not, whatever strict mode is loaded by.

interface Report { way: string, name: string, code: string, message: string, place: string, hasDetail: boolean }
interface Outcome { reports: Report[], place: string }
interface Seen { outcomes: Record<string, Outcome>, leftOver: Report[] }

const CODES: Readonly<Record<string, string>> = {
  forgotten: 'TRACESCOPE_UNDISPOSED',
  escaped: 'TRACESCOPE_ESCAPED',
  outOfOrder: 'TRACESCOPE_OUT_OF_ORDER',
  wrongContext: 'TRACESCOPE_WRONG_CONTEXT'
}

const messages = (name: string): Readonly<Record<string, string>> => ({
  forgotten: `A scope of ${name} was opened without "using", and nobody has taken its disposer`,
  escaped: `A scope of ${name} was open when the code that opened it had ended: ` +
    'its value has leaked from leak() into the caller',
  outOfOrder: `A scope of ${name} was disposed while the one opened later at PLACE was open`,
  wrongContext: `A scope of ${name} was disposed in another asynchronous context than it was opened in`
})

const STORAGE = 'AsyncLocalStorage'
const CHANNEL = 'channel \'tracing:misused:start\''

const KINDS: Readonly<Record<string, string>> = {
  'api withScope': STORAGE,
  'api withStoreScope': CHANNEL,
  'api boundedChannel': CHANNEL,
  ...hostHasWithScope && { 'host withScope': STORAGE, 'host withScope shim': STORAGE },
  ...hostHasStoreScopes && {
    'host withStoreScope': CHANNEL, 'host boundedChannel': CHANNEL,
    'host withStoreScope shim': CHANNEL, 'host boundedChannel shim': CHANNEL
  },
  'host withScope node26 shim': STORAGE,
  'host withStoreScope node26 shim': CHANNEL,
  'host boundedChannel node26 shim': CHANNEL
}

const STRICT = ['--import', 'tracescope/strict']

function run(kind: string, flags: readonly string[], env: Record<string, string> = {}, ...args: string[]): Seen {
  Object.assign(process.env, env)
  try {
    return runProgram('misuses', [kind, ...args], flags, { status: env['TRACESCOPE_STRICT'] ? 1 : 0 })
  } finally {
    for (const name of Object.keys(env)) delete process.env[name]
  }
}

/** What is to be seen of each program: the misuses' own reports, `by` their way, and nothing else. */
function assertReports(
  t: any, { outcomes, leftOver }: Seen, name: string, by: (misuse: string) => string = () => 'warned'
): void {
  for (const [program, { reports, place }] of Object.entries(outcomes)) {
    const code = CODES[program]
    t.same(reports, code === undefined ? [] : [{
      way: by(program), name: 'TracescopeWarning', code, message: messages(name)[program], place, hasDetail: true
    }], program)
  }
  t.same(leftOver, [])
  t.same(Object.keys(outcomes).filter((program) => CODES[program]), Object.keys(CODES))
}

for (const [kind, name] of Object.entries(KINDS)) {
  t.test(kind, async (t) => assertReports(t, run(kind, STRICT), name))
}

t.test('preloaded by --require', async (t) => {
  assertReports(t, run('api withScope', ['--require', 'tracescope/strict']), STORAGE)
})

t.test('preloaded by both, and with the shim', async (t) => {
  const flags = [...STRICT, '--require', 'tracescope/strict', '--import', 'tracescope/register']
  assertReports(t, run('api withStoreScope', flags), CHANNEL)
})

for (const kind of [
  'api withScope',
  'api boundedChannel',
  ...hostHasWithScope ? ['host withScope shim'] : [],
  'host withStoreScope node26 shim'
]) {
  t.test(`loaded after tracescope and the shim: ${kind}`, async (t) => {
    assertReports(t, run(kind, [], {}, 'late'), KINDS[kind]!)
  })
}

t.test('TRACESCOPE_STRICT=throw: what is wrong when a scope is disposed is thrown', async (t) => {
  const seen = run('api withScope', STRICT, { TRACESCOPE_STRICT: 'throw' })
  assertReports(t, seen, STORAGE, (misuse) => misuse === 'forgotten' ? 'warned' : 'thrown')
})

t.test('without strict mode there are no reports', async (t) => {
  const { outcomes, leftOver } = run('api withScope', [])
  t.same([...Object.values(outcomes).flatMap(({ reports }) => reports), ...leftOver], [])
})

t.test('where Error is frozen it checks nothing', async (t) => {
  const open = ['--eval', `
    const storage = new (require('node:async_hooks').AsyncLocalStorage)()
    require('tracescope').withScope(storage, 'value')
    process.stdout.write(JSON.stringify(storage.getStore()))
  `]
  const frozen = ['--frozen-intrinsics', '--disable-warning=ExperimentalWarning']
  const byImport = runProcess([...frozen, '--import', 'tracescope/strict', ...open])
  t.same([byImport.status, byImport.output], [0, 'value'])
  t.match(byImport.stderr, /Warning: tracescope\/strict checks nothing in this process: Error is frozen/)
  // What is required comes before the freezing.
  const byRequire = runProcess([...frozen, '--require', 'tracescope/strict', ...open])
  t.same([byRequire.status, byRequire.output], [0, 'value'])
  t.match(byRequire.stderr, /Warning: tracescope\/strict checks nothing from here on: Error is frozen/)
})

t.test('the place of the other scope is the one in the source, where there are source maps', async (t) => {
  const folder = mkdtempSync(join(packageFolder, '.build', 'source-maps-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const source = `
    const storage = new (require('node:async_hooks').AsyncLocalStorage)()
    const { withScope } = require('tracescope')
    process.on('warning', ({ message }) => process.stdout.write(JSON.stringify(message)))
    interface Nothing {}
    const outer = withScope(storage, 'outer')
    const inner = withScope(storage, 'inner')
    outer.dispose()
    inner.dispose()
  `
  const { code } = transformSync(source, {
    loader: 'ts', sourcefile: 'out-of-order.ts', sourcemap: 'inline', minifyWhitespace: true
  })
  writeFileSync(join(folder, 'out-of-order.cjs'), code)
  const { output } = runProcess([
    '--enable-source-maps', '--require', 'tracescope/strict', join(folder, 'out-of-order.cjs')
  ])
  t.match(output, /disposed while the one opened later at .*source-maps-.*[\\/]out-of-order\.ts:7:\d+ was open$/)
})
