import t, { type Test } from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as imported from 'tracescope'
import { hostPrototypes, isNode } from '../support/host.js'
import { packageFolder } from '../support/run-program.js'
import { EVENTS } from '../support/traced.js'

// The package twice in one process: as an ES module and by require(), or installed in two places.

type Copy = typeof imported

const required: Copy = createRequire(import.meta.url)('tracescope')

const elsewhere = mkdtempSync(join(packageFolder, '.build', 'second-copy-'))
t.teardown(() => rmSync(elsewhere, { recursive: true }))
for (const part of ['dist', 'package.json']) {
  cpSync(join(packageFolder, part), join(elsewhere, part), { recursive: true })
}
const importedElsewhere: Copy = await import(pathToFileURL(join(elsewhere, 'dist/esm/index.js')).href)
const requiredElsewhere: Copy = createRequire(import.meta.url)(join(elsewhere, 'dist/cjs/index.js'))

const copies: Readonly<Record<string, Copy>> = { imported, required, importedElsewhere, requiredElsewhere }

/** Does something with each pair of different copies. */
function forEachPair(what: string, fn: (t: Test, one: Copy, other: Copy, name: string) => Promise<void>): void {
  for (const [oneName, one] of Object.entries(copies)) {
    for (const [otherName, other] of Object.entries(copies)) {
      const title = `${what}: ${oneName} and ${otherName}`
      if (one !== other) t.test(title, (t) => fn(t, one, other, `${oneName}-${otherName}`))
    }
  }
}

t.test('the copies are copies', async (t) => {
  // On Bun what is required is what is imported.
  const count = 'bun' in process.versions ? 3 : 4
  t.equal(new Set(Object.values(copies).map(({ tracingChannel }) => tracingChannel)).size, count)
})

forEachPair('one hears the traces of the other', async (t, one, other, name) => {
  const events: unknown[] = []
  const handlers = Object.fromEntries(EVENTS.map((event) =>
    [event, (message: any) => events.push([event, message.id])]))
  const listening = one.tracingChannel(name)
  const tracing = other.tracingChannel(name)
  t.equal(tracing.start, listening.start)
  listening.subscribe(handlers)
  t.equal(tracing.traceSync(() => 'result', { id: 1 }), 'result')
  await tracing.tracePromise(async () => {}, { id: 2 })
  t.same(events, [['start', 1], ['end', 1], ['start', 2], ['end', 2], ['asyncStart', 2], ['asyncEnd', 2]])
  events.length = 0
  other.boundedChannel(name).run({ id: 3 }, () => {})
  other.withStoreScope(other.channel(`tracing:${name}:error`), { id: 4 })[Symbol.dispose]()
  t.same(events, [['start', 3], ['end', 3], ['error', 4]])
  t.equal(other.tracingChannel(name).unsubscribe(handlers), true)
  t.equal(listening.hasSubscribers, false)
})

forEachPair('one traces on channels made by the other', async (t, one, other) => {
  const made = one.tracingChannel(`handed-over-${Math.random()}`)
  const events: string[] = []
  made.subscribe({ start: () => events.push('start'), end: () => events.push('end') })
  other.tracingChannel(made).traceSync(() => events.push('fn'))
  other.boundedChannel(made as any).run({}, () => events.push('fn'))
  t.same(events, ['start', 'fn', 'end', 'start', 'fn', 'end'])
})

forEachPair('traces of the two nest', async (t, one, other, name) => {
  const store = new AsyncLocalStorage<any>()
  const [outer, inner] = [one.tracingChannel<any>(`${name}-outer`), other.tracingChannel<any>(`${name}-inner`)]
  outer.start.bindStore(store, () => 'outer')
  inner.start.bindStore(store, () => 'inner')
  const seen: unknown[] = []
  const look = (): void => { seen.push(store.getStore()) }
  outer.traceSync(() => {
    look()
    inner.traceSync(() => { look(); outer.traceSync(look); look() })
    look()
  })
  look()
  t.same(seen, ['outer', 'inner', 'outer', 'inner', 'outer', undefined])
})

forEachPair('there is one shim', async (t, one, other) => {
  const { traceSync } = hostPrototypes['TracingChannel']
  const installation = one.install()
  const ours = hostPrototypes['TracingChannel'].traceSync
  // What another host takes of the package by a path is the entry for Node, which knows none of its traces.
  if (isNode) t.not(ours, traceSync)
  t.equal(other.install(), installation)
  t.equal(hostPrototypes['TracingChannel'].traceSync, ours, 'installed once')
  other.install().uninstall()
  t.equal(hostPrototypes['TracingChannel'].traceSync, traceSync, 'uninstalled through the other')
  const again = other.install()
  t.not(again, installation)
  t.equal(one.install(), again)
  again.uninstall()
  t.equal(hostPrototypes['TracingChannel'].traceSync, traceSync)
})

forEachPair('one installs, the other adds storages', async (t, one, other, name) => {
  const { prototype } = AsyncLocalStorage
  const { run } = prototype
  const installation = one.install()
  t.equal(other.install({ storages: true }), installation)
  t.equal(prototype.run !== run, one.contextBackend === 'frame')
  const store = new AsyncLocalStorage<any>()
  const seen: unknown[] = []
  const look = (): void => { seen.push(store.getStore()) }
  const traced = [
    diagnosticsChannel.tracingChannel<any>(`${name}-storages-0`),
    one.tracingChannel(`${name}-storages-1`), other.tracingChannel(`${name}-storages-2`)
  ]
  for (const [i, { start }] of traced.entries()) start.bindStore(store, () => `trace ${i}`)
  for (const channel of traced) store.run('run', () => { look(); channel.traceSync(look, {}); look() })
  for (const { withScope } of [one, other]) {
    using _scope = withScope(store, 'scope')
    store.run('run', look)
    look()
  }
  look()
  t.same(seen, [
    'run', 'trace 0', 'run', 'run', 'trace 1', 'run', 'run', 'trace 2', 'run',
    'run', 'scope', 'run', 'scope', undefined
  ])
  t.same(installation.uninstall(), [])
  t.equal(prototype.run, run)
})

t.test('a copy that is loaded later takes the way of the others, whatever has been installed', async (t) => {
  const installed = [{ storages: true }, { behaviour: 'node26' }, { behaviour: 'node26', storages: true }] as const
  for (const options of installed) {
    using _installation = imported.install(options)
    const file = pathToFileURL(join(elsewhere, 'dist/esm/index.js')).href
    const late: Copy = await import(`${file}?${JSON.stringify(options)}`)
    t.equal(late.contextBackend, imported.contextBackend, JSON.stringify(options))
    const store = new AsyncLocalStorage<any>()
    const traced = late.tracingChannel<any>(`late-${JSON.stringify(options)}`)
    traced.start.bindStore(store)
    t.equal(store.run('run', () => traced.traceSync(() => store.getStore().of, { of: 'late' })), 'late')
    t.equal(store.getStore(), undefined)
  }
})

forEachPair('one thenable that both are given, again and again', async (t, one, other, name) => {
  const ends: string[] = []
  const channels = [one, other].map((copy, index) => {
    const channel = copy.tracingChannel<any>(`${name}-thenable-${index}`)
    channel.subscribe({ asyncEnd() { ends.push(`${index}`) } })
    return channel
  })
  const getter = { configurable: true, get: () => (done: any) => done('ok') }
  const thenables = [{ then(done: any) { done('ok') } }, Object.defineProperty({}, 'then', getter)]
  for (const thenable of thenables) {
    for (let call = 0; call < 5000; call++) {
      const given: any = channels[1]!.trace(() => channels[0]!.trace(() => thenable))
      // Deep enough to overflow the stack if each call put another function around the last.
      if (call % 2500 === 0) t.equal(await given, 'ok')
      else given.then(() => {})
    }
    t.same(ends.slice(-2), ['0', '1'], 'the inner first')
    t.equal(ends.splice(0).length, 10_000)
  }
})
