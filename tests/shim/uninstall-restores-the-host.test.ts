import t from 'tap'
import asyncHooks from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { install } from 'tracescope'
import { hostPrototypes, replacedMethods } from '../support/host.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'

const roots = { ...hostPrototypes, diagnosticsChannel, asyncHooks, Promise }
const look = (): Snapshot => takeSnapshot(roots)
const globals = (): string[] => Reflect.ownKeys(globalThis).map(String)

// Before anything was ever installed.
const globalsBefore = globals()

t.test('install() changes the value of the methods it replaces, and nothing else that can be reached', async (t) => {
  const before = look()
  using _installation = install()
  const changed = differences(before, look()).filter((line) => !/ can't be reached any more$| is new$/.test(line))
  t.same(changed.sort(), replacedMethods.map(([name, method]) => `${name}.${method} has another value`).sort())
})

t.test('uninstall() leaves no trace', async (t) => {
  const before = look()
  const installation = install()
  t.notSame(differences(before, look()), [], 'something was installed')
  installation.uninstall()
  t.same(differences(before, look()), [])
  t.same(globals(), globalsBefore)
})

t.test('uninstall() leaves no trace after traces of every kind', async (t) => {
  const before = look()
  const installation = install()
  const traced = diagnosticsChannel.tracingChannel('uninstalled')
  const events: string[] = []
  const subscribers = { start: () => events.push('start'), asyncEnd: () => events.push('asyncEnd') }
  for (const [event, subscriber] of Object.entries(subscribers)) traced[event as 'start'].subscribe(subscriber)
  traced.traceSync(() => {}, {})
  await traced.tracePromise(async () => {}, {})
  traced.traceCallback((callback: () => void) => callback(), 0, {}, undefined, () => {})
  for (const [event, subscriber] of Object.entries(subscribers)) traced[event as 'start'].unsubscribe(subscriber)
  installation.uninstall()
  t.same(events, ['start', 'start', 'asyncEnd', 'start', 'asyncEnd'])
  t.same(differences(before, look()), [])
})
