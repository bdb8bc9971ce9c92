import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { BoundedChannel, boundedChannel, channel, tracingChannel } from 'tracescope'
import { hostBoundedChannel } from '../support/host.js'
import { compileUsing, hostHasUsing } from '../support/using.js'

let count = 0

/** A bounded channel with a store bound to start, and what its subscribers see of both. */
function listened() {
  const bounded = boundedChannel(`bounded-channel-${count++}`)
  const store = new AsyncLocalStorage<any>()
  const log: unknown[] = []
  const look = (where: string): void => { log.push(`${where} ${store.getStore()}`) }
  const contexts: unknown[] = []
  bounded.start.bindStore(store, (context) => context.id ?? 'entered')
  const handlers = {
    start(context: unknown) { contexts.push(context); look('start') },
    end(context: unknown) { contexts.push(context); look('end') }
  }
  bounded.subscribe(handlers)
  return { bounded, store, log, look, contexts, handlers }
}

t.test('of a name: the host\'s channels of that name', async (t) => {
  const bounded = boundedChannel('bounded-by-name')
  t.type(bounded, BoundedChannel)
  t.equal(bounded.start, channel('tracing:bounded-by-name:start'))
  t.equal(bounded.end, channel('tracing:bounded-by-name:end'))
  t.same(Object.keys(bounded), [])
})

t.test('of two channels: these', async (t) => {
  const [start, end] = [channel('bounded-own-start'), channel(Symbol('bounded-own-end'))]
  for (const bounded of [boundedChannel({ start, end }), new BoundedChannel({ start, end })]) {
    t.equal(bounded.start, start)
    t.equal(bounded.end, end)
  }
})

t.test('of a tracing channel: its call window', async (t) => {
  const traced = tracingChannel<any>('bounded-of-traced')
  const log: string[] = []
  boundedChannel(traced).subscribe({ start: () => log.push('start'), end: () => log.push('end') })
  traced.traceSync(() => log.push('fn'))
  boundedChannel(traced).run({}, () => log.push('fn'))
  t.same(log, ['start', 'fn', 'end', 'start', 'fn', 'end'])
})

t.test('hasSubscribers: one subscriber or store on either channel', async (t) => {
  const store = new AsyncLocalStorage<any>()
  const heard = (change: (bounded: BoundedChannel) => void): boolean => {
    const bounded = boundedChannel(`bounded-heard-${count++}`)
    change(bounded)
    return bounded.hasSubscribers
  }
  t.equal(heard(() => {}), false)
  t.equal(heard(({ start }) => start.subscribe(() => {})), true)
  t.equal(heard(({ end }) => end.subscribe(() => {})), true)
  t.equal(heard(({ start }) => start.bindStore(store)), true)
  t.equal(heard(({ end }) => end.bindStore(store)), true)
  t.equal(heard(({ end }) => { end.bindStore(store); end.unbindStore(store) }), false)
})

t.test('unsubscribe tells whether all of them had been subscribed', async (t) => {
  const bounded = boundedChannel('bounded-unsubscribe')
  const [start, end] = [() => {}, () => {}]
  t.equal(bounded.subscribe({ start, end }), undefined)
  t.equal(bounded.unsubscribe({ start, end }), true)
  t.equal(bounded.hasSubscribers, false)
  bounded.subscribe({ start })
  t.equal(bounded.unsubscribe({ start, end }), false)
  t.equal(bounded.hasSubscribers, false, 'start was unsubscribed all the same')
  t.equal(bounded.unsubscribe({}), true)
})

t.test('withScope: start, the stores, end, once each', async (t) => {
  const { bounded, store, log, look, contexts } = listened()
  store.enterWith('outer')
  const context = { id: 1 }
  const scope = bounded.withScope(context)
  look('inside')
  t.equal(scope[Symbol.dispose](), undefined)
  look('after')
  scope[Symbol.dispose]()
  t.same(log, ['start 1', 'inside 1', 'end 1', 'after outer'])
  t.equal(contexts[0], context)
  t.equal(contexts[1], context)
})

t.test('withScope without a context: each time a new object, which can be written to', async (t) => {
  const { bounded, contexts } = listened()
  bounded.start.subscribe((context: any) => { context.written = true })
  bounded.withScope()[Symbol.dispose]()
  bounded.withScope(undefined)[Symbol.dispose]()
  t.same(contexts, [{ written: true }, { written: true }, { written: true }, { written: true }])
  t.equal(contexts[0], contexts[1])
  t.not(contexts[1], contexts[2])
  t.equal(contexts.every(Object.isExtensible), true)
})

t.test('scopes nest, and can be left out of order', async (t) => {
  const { bounded, log, look } = listened()
  const outer = bounded.withScope({ id: 1 })
  const inner = bounded.withScope({ id: 2 })
  outer[Symbol.dispose]()
  look('outer left')
  inner[Symbol.dispose]()
  look('inner left')
  t.same(log, ['start 1', 'start 2', 'end 2', 'outer left undefined', 'end undefined', 'inner left 1'])
})

t.test('run calls the function in the window, and gives what it returns', async (t) => {
  const { bounded, log, look, contexts } = listened()
  const context = { id: 1 }
  const self = {}
  const result = bounded.run(context, function (this: object, ...args: [string, number]) {
    look('fn')
    return [this === self, ...args]
  }, self, 'a', 2)
  look('after')
  t.same(result, [true, 'a', 2])
  t.same(log, ['start 1', 'fn 1', 'end 1', 'after undefined'])
  t.equal(contexts[0], context)
  t.equal(contexts[1], context)
})

t.test('run without a context: a new object', async (t) => {
  const { bounded, log, contexts } = listened()
  for (const nothing of [null, undefined]) bounded.run(nothing, () => log.push('fn'))
  t.same(log, ['start entered', 'fn', 'end entered', 'start entered', 'fn', 'end entered'])
  t.same(contexts, [{}, {}, {}, {}])
  t.equal(contexts[0], contexts[1])
  t.not(contexts[1], contexts[2])
})

t.test('run lets what the function throws through, after end', async (t) => {
  const { bounded, log, look } = listened()
  const error = new Error('from fn')
  try {
    bounded.run({ id: 1 }, () => { look('fn'); throw error })
  } catch (thrown) {
    t.equal(thrown, error)
    look('caught')
  }
  t.same(log, ['start 1', 'fn 1', 'end 1', 'caught undefined'])
})

t.test('run does not wait for a promise', async (t) => {
  const { bounded, log, look } = listened()
  const promise = bounded.run({ id: 1 }, async () => { look('fn'); await null; look('fn later') })
  look('after')
  await promise
  t.same(log, ['start 1', 'fn 1', 'end 1', 'after undefined', 'fn later 1'])
})

t.test('an open window: who subscribes hears its end, who unsubscribes does not', async (t) => {
  const { bounded, log, handlers } = listened()
  const scope = bounded.withScope({ id: 1 })
  bounded.end.unsubscribe(handlers.end)
  bounded.end.subscribe((context: any) => log.push(`late ${context.id}`))
  scope[Symbol.dispose]()
  t.same(log, ['start 1', 'late 1'])
})

t.test('nobody listened when it was to be opened: no window, whoever subscribes meanwhile', async (t) => {
  const bounded = boundedChannel<any>('bounded-idle')
  const log: string[] = []
  const scope = bounded.withScope({})
  t.ok(scope)
  bounded.run({}, () => {
    log.push('fn')
    bounded.subscribe({ start: () => log.push('start'), end: () => log.push('end') })
  })
  t.equal(scope[Symbol.dispose](), undefined)
  t.same(log, ['fn'])
  bounded.withScope({})[Symbol.dispose]()
  t.same(log, ['fn', 'start', 'end'])
})

t.test('end alone is heard', async (t) => {
  const bounded = boundedChannel<any>('bounded-end-alone')
  const ends: unknown[] = []
  bounded.subscribe({ end: ({ id }: any) => ends.push(id) })
  bounded.run({ id: 1 }, () => {})
  bounded.withScope({ id: 2 })[Symbol.dispose]()
  t.same(ends, [1, 2])
})

t.test('with the host\'s own `using`', { skip: !hostHasUsing && 'the host has no `using`' }, async (t) => {
  const { bounded, log, look } = listened()
  const run = compileUsing('bounded', 'look', `
    using scope = bounded.withScope({ id: 1 })
    look('inside')
    throw new Error('from within')`)
  t.throws(() => run(bounded, look), { message: 'from within' })
  look('after')
  t.same(log, ['start 1', 'inside 1', 'end 1', 'after undefined'])
})

const HOSTS = { skip: !hostBoundedChannel && 'the host has no bounded channels' }

t.test('the host\'s bounded channel of the same name is the same window', HOSTS, async (t) => {
  const { bounded, log, look } = listened()
  const hosts = hostBoundedChannel!(bounded)
  hosts.run({ id: 1 }, () => bounded.run({ id: 2 }, () => look('fn')))
  t.same(log, ['start 1', 'start 2', 'fn 2', 'end 2', 'end 1'])
})
