import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import tracescope, * as named from 'tracescope'
import { EVENTS } from '../support/traced.js'

// Wherever `node:diagnostics_channel` is imported, tracescope can be: the same channels, and all of its names.

const OWN = [
  'BoundedChannel', 'boundedChannel', 'contextBackend', 'install', 'instrument', 'isolate', 'RunScope',
  'TracingChannel', 'tracingChannel', 'withScope', 'withStoreScope'
]
const HOSTS = ['Channel', 'channel', 'hasSubscribers', 'subscribe', 'unsubscribe']
/** Bun forgets who has subscribed by its own. */
const OWN_HERE: readonly string[] = 'Bun' in globalThis ? [...OWN, 'subscribe', 'unsubscribe'] : OWN
const host: Readonly<Record<string, unknown>> = { ...nodeDiagnosticsChannel }

t.test('the named exports', async (t) => {
  t.same(Object.keys(named).sort(), [...OWN, ...HOSTS, 'default'].sort())
  for (const name of HOSTS.filter((name) => !OWN_HERE.includes(name))) t.equal(
    (named as any)[name], host[name], `${name} is the host's`
  )
})

t.test('the default export has all that the host\'s has, and ours', async (t) => {
  t.same(Object.keys(tracescope).sort(), [...new Set([...Object.keys(host), ...OWN])].sort())
  for (const [name, value] of Object.entries(tracescope)) {
    t.equal(value, OWN_HERE.includes(name) ? (named as any)[name] : host[name], name)
  }
})

t.test('by require() there is the same', async (t) => {
  const required = createRequire(import.meta.url)('tracescope')
  t.same(Object.keys(required).sort(), Object.keys(named).sort())
  t.same(Object.keys(required.default).sort(), Object.keys(tracescope).sort())
  t.equal(required.channel, nodeDiagnosticsChannel.channel)
})

t.test('a channel is the host\'s channel', async (t) => {
  const made = named.channel('stand-in-channel')
  t.equal(made, nodeDiagnosticsChannel.channel('stand-in-channel'))
  t.equal(made instanceof named.Channel, true)
  t.equal(made instanceof nodeDiagnosticsChannel.Channel, true)
  const heard: unknown[] = []
  const listener = (message: unknown, name: unknown): void => { heard.push([message, name]) }
  named.subscribe('stand-in-channel', listener)
  t.equal(nodeDiagnosticsChannel.hasSubscribers('stand-in-channel'), true)
  nodeDiagnosticsChannel.channel('stand-in-channel').publish('message')
  t.same(heard, [['message', 'stand-in-channel']])
  t.equal(nodeDiagnosticsChannel.unsubscribe('stand-in-channel', listener), true)
  t.equal(named.hasSubscribers('stand-in-channel'), false)
})

t.test('a tracing channel is the host\'s five channels', async (t) => {
  const [ours, hosts] = [named.tracingChannel('stand-in-five'), nodeDiagnosticsChannel.tracingChannel('stand-in-five')]
  for (const event of EVENTS) t.equal(ours[event], hosts[event], event)
  for (const event of EVENTS) t.equal(ours[event].name, `tracing:stand-in-five:${event}`)
})

/** Traces in every way with one, and gives what subscribers and a store of the other saw. */
async function heardAcross(tracing: any, listening: any): Promise<unknown[]> {
  const store = new AsyncLocalStorage<any>()
  const heard: unknown[] = []
  listening.start.bindStore(store, ({ id }: any) => `store of ${id}`)
  const hear = (event: string) => ({ id }: any) => heard.push(`${event} ${id} ${store.getStore()}`)
  listening.subscribe(Object.fromEntries(EVENTS.map((event) => [event, hear(event)])))
  tracing.traceSync(() => heard.push('fn'), { id: 1 })
  await tracing.tracePromise(async () => { throw new Error('rejected') }, { id: 2 }).catch(() => heard.push('caught'))
  tracing.traceCallback((callback: any) => callback(null), 0, { id: 3 }, undefined, () => heard.push('callback'))
  return heard
}

const EXPECTED = [
  'start 1 store of 1', 'fn', 'end 1 store of 1',
  'start 2 store of 2', 'end 2 store of 2', 'error 2 store of 2', 'asyncStart 2 store of 2', 'asyncEnd 2 store of 2',
  'caught', 'start 3 store of 3', 'asyncStart 3 store of 3', 'callback', 'asyncEnd 3 store of 3', 'end 3 store of 3'
]

t.test('subscribers and stores of the host\'s tracing channels see our traces', async (t) => {
  t.same(
    await heardAcross(named.tracingChannel('stand-in-ours'), nodeDiagnosticsChannel.tracingChannel('stand-in-ours')),
    EXPECTED
  )
})

t.test('subscribers and stores of our tracing channels see the host\'s traces', async (t) => {
  t.same(
    await heardAcross(nodeDiagnosticsChannel.tracingChannel('stand-in-hosts'), named.tracingChannel('stand-in-hosts')),
    EXPECTED
  )
})

t.test('a tracing channel can be made of the other\'s', async (t) => {
  const hosts = nodeDiagnosticsChannel.tracingChannel('stand-in-made')
  const ours = named.tracingChannel(hosts)
  const again = nodeDiagnosticsChannel.tracingChannel(ours)
  for (const event of EVENTS) {
    t.equal(ours[event], hosts[event], event)
    t.equal(again[event], hosts[event], event)
  }
  t.equal(ours.hasSubscribers, false)
  again.start.subscribe(() => {})
  t.equal(ours.hasSubscribers, true)
})
