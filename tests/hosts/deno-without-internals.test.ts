import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compareWithRecorded } from './compare-scenarios.js'
import { newFolder, RUNNERS, runCode, type Runner } from './places.js'
import { inProcess } from './scenario-hosts.js'

// On Deno tracescope enters stores by functions of `Deno[Deno.internal]`, which no one has promised. Where they are
// missing, or do anything else, it enters them by the storages' public methods, and nothing else can be seen of that.

const folder = newFolder('deno-without-internals')
const deno = RUNNERS['Deno']!

/** What has become of the internals before tracescope is loaded. `odd` makes functions whose calls are counted. */
const CASES: Readonly<Record<string, string>> = {
  'there are none': 'delete Deno[Deno.internal]',
  'their symbol is gone': 'delete Deno.internal',
  'they have no core': 'Deno[Deno.internal] = {}',
  'the context can be set, and not be read': 'internals.core = { setAsyncContext: odd(() => {}) }',
  'both functions do nothing': 'internals.core = { getAsyncContext: odd(() => {}), setAsyncContext: odd(() => {}) }',
  'the context that is read is the same for ever': `
    const context = {}
    internals.core = { getAsyncContext: odd(() => context), setAsyncContext: odd(() => {}) }
  `,
  'the context that is set is read, and is nobody else’s': `
    let context
    internals.core = { getAsyncContext: odd(() => context), setAsyncContext: odd((set) => { context = set }) }
  `,
  'the context can be read, and is never set': `
    internals.core = { getAsyncContext: odd(getAsyncContext), setAsyncContext: odd(() => {}) }
  `,
  'both functions throw': `
    const refuse = odd(() => { throw new Deno.errors.NotCapable('refused') })
    internals.core = { getAsyncContext: refuse, setAsyncContext: refuse }
  `,
  'the internals are refused': `
    Object.defineProperty(Deno, Deno.internal, { get() { throw new Deno.errors.NotCapable('refused') } })
  `,
  'their core is refused': `
    Object.defineProperty(internals, 'core', { get() { throw new Deno.errors.NotCapable('refused') } })
  `
}

/** The way by the public methods is the same in all cases: these have all transcripts. */
const WITH_TRANSCRIPTS = ['there are none', 'both functions do nothing', 'their core is refused']

/** Deno with a preload, which keeps the host's own function for tests to look at the context. */
function denoWith(name: string, code: string): Runner {
  const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`)
  writeFileSync(file, `
    const internals = Deno[Deno.internal]
    const { getAsyncContext } = internals.core
    const test = globalThis.test = { getAsyncContext, oddCalls: 0 }
    const odd = (fn) => (...args) => { test.oddCalls++; return fn(...args) }
    ${code}
  `)
  return { ...deno, flags: [...deno.flags, '--preload', file] }
}

/** By internals, and by `run`, a trace leaves the very context that was; by `enterWith` it leaves another. */
const WAY = `
  import { AsyncLocalStorage } from 'node:async_hooks'
  import { contextBackend, install, tracingChannel } from 'tracescope'
  const { test } = globalThis
  const { oddCalls } = test
  const storages = [1, 2, 3].map(() => new AsyncLocalStorage())
  const seen = { contextBackend, installed: install().contextBackend, leavesVeryContext: [] }
  for (const storage of storages) {
    // A new storage is a disabled one there.
    storage.run(1, () => {})
    const traced = tracingChannel('way')
    traced.start.bindStore(storage)
    new AsyncLocalStorage().run('ambient', () => {
      const before = test.getAsyncContext()
      traced.traceSync(() => {}, {})
      seen.leavesVeryContext.push(test.getAsyncContext() === before)
    })
  }
  console.log(JSON.stringify({ ...seen, oddCalls: test.oddCalls - oddCalls }))
`

const PUBLIC_METHODS = {
  contextBackend: 'portable', installed: 'portable', leavesVeryContext: [false, false, false], oddCalls: 0
}

function wayOf(runner: Runner, name: string): unknown {
  const { stdout, stderr } = runCode(runner, folder, `way-${name.replaceAll(' ', '-')}`, WAY)
  return stdout === '' ? stderr : JSON.parse(stdout)
}

t.test('the internals as they are', async (t) => {
  const way = wayOf(denoWith('as they are', ''), 'as they are')
  t.same(way, { ...PUBLIC_METHODS, leavesVeryContext: [true, true, true] })
})

for (const [name, code] of Object.entries(CASES)) {
  t.test(name, async (t) => {
    const runner = denoWith(name, code)
    t.same(wayOf(runner, name), PUBLIC_METHODS)
    if (WITH_TRANSCRIPTS.includes(name)) compareWithRecorded(t, 'Deno', await inProcess(runner, 'hosts'))
  })
}

t.test('the shim', async (t) => {
  const stock = await inProcess(deno, 'hosts', 'host')
  for (const name of WITH_TRANSCRIPTS) {
    const runner = denoWith(name, CASES[name]!)
    t.same(await inProcess(runner, 'hosts', 'shim'), stock, name)
    compareWithRecorded(t, 'Deno, node26 installed', await inProcess(runner, 'hosts', 'node26'))
  }
})
