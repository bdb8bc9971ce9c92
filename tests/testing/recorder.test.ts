import { AsyncLocalStorage } from 'node:async_hooks'
import { channel as hostChannel, tracingChannel as hostTracingChannel } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import t from 'tap'
import { boundedChannel, channel, tracingChannel } from 'tracescope'
import { record } from 'tracescope/testing'

// A recorder collects what is published while it is not disposed: for tests of what a library traces.

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd'] as const
const later = async (value: unknown): Promise<unknown> => {
  await new Promise((resolve) => setTimeout(resolve, 2))
  return value
}

let count = 0
const newName = (): string => `recorded-${count++}`

for (const [face, newChannel] of Object.entries({
  api: tracingChannel, host: hostTracingChannel as unknown as typeof tracingChannel
})) {
  t.test(`${face}: the events of a tracing channel, in order, each with the message that was published`, async (t) => {
    const name = newName()
    const traced: any = newChannel(name)
    const context = { sql: 'SELECT 1' }
    using recorder = record(name)
    t.same(recorder.events, [])
    await traced.tracePromise(later, context, undefined, 1)
    t.same(recorder.events.map(({ event }) => event), EVENTS)
    for (const { message } of recorder.events) t.equal(message, context)
    t.same(Object.keys(recorder.events[0]!), ['event', 'message'])
  })

  t.test(`${face}: settled() waits for what has begun`, async (t) => {
    const name = newName()
    const traced: any = newChannel(name)
    using recorder = record(name)
    const promises = [traced.tracePromise(later, {}, undefined, 1), traced.tracePromise(later, {}, undefined, 2)]
    traced.traceCallback((done: () => void) => { setTimeout(done, 3) }, 0, {}, undefined, () => {})
    t.equal(recorder.events.length, 6)
    await recorder.settled()
    t.equal(recorder.events.length, 12)
    await Promise.all(promises)
  })

  t.test(`${face}: settled() waits for nothing where all is over`, async (t) => {
    const name = newName()
    const traced: any = newChannel(name)
    using recorder = record(name)
    await recorder.settled()
    traced.traceSync(() => 1, {})
    t.throws(() => traced.traceSync(() => { throw new Error('failure') }, {}), { message: 'failure' })
    t.throws(() => traced.tracePromise(() => { throw new Error('failure') }, {}), { message: 'failure' })
    traced.traceCallback((done: () => void) => done(), 0, {}, undefined, () => {})
    await recorder.settled(0)
    t.same(recorder.events.map(({ event }) => event), [
      'start', 'end', 'start', 'error', 'end', 'start', 'error', 'end', 'start', 'asyncStart', 'asyncEnd', 'end'
    ])
  })

  t.test(`${face}: settled() tells what is not over in time`, async (t) => {
    const name = newName()
    using recorder = record(name)
    ;(newChannel(name) as any).traceCallback(() => {}, 0, { sql: 'SELECT 1' }, undefined, () => {})
    await t.rejects(recorder.settled(5), {
      message: `1 operation of ${name} is not over after 5 ms: { sql: 'SELECT 1' }`
    })
  })
}

t.test('the values that storages have at each event', async (t) => {
  const traced: any = tracingChannel(newName())
  const spans = new AsyncLocalStorage<unknown>()
  const requests = new AsyncLocalStorage<string>()
  traced.start.bindStore(spans, ({ sql }: { sql: string }) => ({ name: sql }))
  using recorder = record(traced, { stores: { spans, requests } })
  requests.run('request 1', () => traced.traceSync(() => 1, { sql: 'SELECT 1' }))
  t.same(recorder.events.map(({ event, stores }) => [event, stores]), [
    ['start', { spans: { name: 'SELECT 1' }, requests: 'request 1' }],
    ['end', { spans: { name: 'SELECT 1' }, requests: 'request 1' }]
  ])
})

t.test('each is called when an event is published: a message goes on changing', async (t) => {
  const traced = tracingChannel(newName())
  const seen: string[] = []
  using recorder = record(traced, { each: ({ event, message }) => { seen.push(`${event} ${Object.keys(message)}`) } })
  traced.traceSync(() => 1, { sql: 1 })
  t.same(seen, ['start sql', 'end sql,result'])
  t.equal(recorder.events.length, 2)
})

t.test('a bounded channel', async (t) => {
  const bounded = boundedChannel(newName())
  using recorder = record(bounded)
  bounded.run({ id: 1 }, () => t.same(recorder.events, [{ event: 'start', message: { id: 1 } }]))
  await recorder.settled(0)
  t.same(recorder.events, [{ event: 'start', message: { id: 1 } }, { event: 'end', message: { id: 1 } }])
})

t.test('a channel, whose name is the event', async (t) => {
  for (const one of [channel(newName()), hostChannel(newName()), channel(Symbol('recorded'))]) {
    using recorder = record(one)
    one.publish('a message')
    await recorder.settled(0)
    t.same(recorder.events, [{ event: String(one.name), message: 'a message' }])
  }
})

t.test('disposed, it keeps what it has and nobody listens', async (t) => {
  const traced = tracingChannel(newName())
  const recorder = record(traced)
  traced.traceSync(() => 1, {})
  recorder.dispose()
  t.equal(traced.hasSubscribers, false)
  traced.traceSync(() => 1, {})
  t.equal(recorder.events.length, 2)
  recorder[Symbol.dispose]()
})

t.test('what is no channel is refused', async (t) => {
  const types = 'type string or an instance of Channel, TracingChannel or BoundedChannel'
  for (const wrong of [undefined, null, 5, {}, () => {}]) {
    t.throws(() => record(wrong as never), {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: new RegExp(`^The "target" argument must be of ${types}\\. Received `)
    })
  }
})

t.test('it can be required as well as imported', async (t) => {
  t.same(Object.keys(createRequire(import.meta.url)('tracescope/testing')), ['record'])
})
