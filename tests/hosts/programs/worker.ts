import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import {
  boundedChannel, channel, instrument, isolate, subscribe, tracingChannel, withScope, withStoreScope
} from 'tracescope'

// What a worker does with tracescope, by the name of each deed; a request for it gets what was seen, as JSON.

declare const addEventListener: (type: string, listener: (event: any) => void) => void
declare const Response: { json(value: unknown): unknown }

let reported: string[] = []
addEventListener('error', (event) => {
  event.preventDefault()
  reported.push(event.error.message)
})

const outcomeOf = (fn: () => unknown): unknown => {
  try {
    return fn()
  } catch (error: any) {
    return `threw ${error.code ?? error.name}: ${error.message}`
  }
}

// While the module is loaded: there is no request yet.
const early: unknown[] = []
const earlyStorage = new AsyncLocalStorage<string>()
const earlyTraced = tracingChannel<{ id: number }>('early')
earlyTraced.start.bindStore(earlyStorage, ({ id }) => `early ${id}`)
earlyTraced.subscribe({ start({ id }) { early.push(`start ${id} ${earlyStorage.getStore()}`) } })
early.push(outcomeOf(() => earlyTraced.traceSync(() => earlyStorage.getStore(), { id: 1 })))
early.push(outcomeOf(() => tracingChannel('early without').traceSync(() => 'called', {})))
early.push(outcomeOf(() => channel('early plain').publish({})))
early.push(outcomeOf(() => boundedChannel('early bounded').run({}, () => 'called')))
early.push(...reported)

const deeds: Readonly<Record<string, () => unknown>> = {
  early: () => early,

  hasSubscribers() {
    const traced = tracingChannel('asked')
    const seen = [traced.hasSubscribers, traced.start.hasSubscribers]
    const storage = new AsyncLocalStorage()
    traced.start.bindStore(storage)
    seen.push(traced.hasSubscribers, traced.start.hasSubscribers)
    traced.start.unbindStore(storage)
    const subscriber = (): void => {}
    diagnosticsChannel.channel('tracing:asked:end').subscribe(subscriber)
    seen.push(traced.hasSubscribers, traced.start.hasSubscribers)
    diagnosticsChannel.channel('tracing:asked:end').unsubscribe(subscriber)
    return [...seen, traced.hasSubscribers]
  },

  storeAlone() {
    const storage = new AsyncLocalStorage<unknown>()
    const traced = tracingChannel('store-alone')
    traced.start.bindStore(storage, ({ id }: any) => id)
    return [traced.traceSync(() => storage.getStore(), { id: 1 }), String(storage.getStore())]
  },

  subscriberThrows() {
    const seen: string[] = []
    const traced = tracingChannel('throwing')
    traced.subscribe({ start() { throw new Error('of ours') } })
    traced.subscribe({ start() { seen.push('the other') } })
    diagnosticsChannel.channel('tracing:throwing:end').subscribe(() => { throw new Error('of the host') })
    traced.subscribe({ end() { seen.push('after the host’s') } })
    return [traced.traceSync((...args: string[]) => args.join(), {}, undefined, 'a', 'b'), ...seen]
  },

  hostSubscriberOfStartThrows() {
    const storage = new AsyncLocalStorage<unknown>()
    const traced = tracingChannel('throwing-first')
    const seen: unknown[] = []
    diagnosticsChannel.channel('tracing:throwing-first:start').subscribe(() => { throw new Error('of the host') })
    traced.start.bindStore(storage, () => 'bound')
    traced.subscribe({ start() { seen.push(`start ${storage.getStore()}`) } })
    return [traced.traceSync(() => storage.getStore(), {}), ...seen]
  },

  transformThrows() {
    const first = new AsyncLocalStorage<string>()
    const failing = new AsyncLocalStorage<string>()
    const last = new AsyncLocalStorage<string>()
    const traced = tracingChannel('transforms')
    traced.start.bindStore(first, () => 'first')
    traced.start.bindStore(failing, () => { throw new Error('of a transform') })
    traced.start.bindStore(last, () => `last after ${first.getStore()}`)
    const values = (): unknown[] => [first.getStore(), failing.getStore(), last.getStore()]
    return failing.run('outer', () => traced.traceSync(values, {}))
  },

  async kinds() {
    const traced = tracingChannel('kinds')
    traced.subscribe({ start() {} })
    class Own extends Promise<number> {}
    const own = Own.resolve(1)
    const thenable = { then(resolve: (value: number) => void) { resolve(2) } }
    const native = traced.tracePromise(async () => 3, {})
    return [
      traced.tracePromise(() => own, {}) === own, traced.tracePromise(() => thenable as any, {}) === thenable,
      Object.getPrototypeOf(native) === Promise.prototype, await native,
      traced.tracePromise(() => 'no promise' as any, {})
    ]
  },

  positions() {
    const traced = tracingChannel('positions')
    const seen: unknown[] = []
    traced.subscribe({ asyncStart({ result }) { seen.push(result) } })
    const callback = (_error: unknown, value: unknown): unknown => value
    const call = (...args: any[]): unknown => args.find((argument) => typeof argument === 'function')(null, args.length)
    return [
      traced.traceCallback(call, undefined, {}, undefined, 1, 2, callback),
      traced.traceCallback(call, -2, {}, undefined, 1, callback, 3),
      traced.traceCallback(call, 0, {}, undefined, callback),
      outcomeOf(() => traced.traceCallback(call, 0, {}, undefined, 1)), seen
    ]
  },

  thisOfCalls() {
    const traced = tracingChannel('this')
    const seen: unknown[] = []
    const look = function (this: unknown): string { return String(this) }
    seen.push(traced.traceSync(look, {}))
    traced.subscribe({ start() {} })
    return [
      ...seen, traced.traceSync(look, {}), traced.traceSync(look, {}, 'self' as any),
      traced.start.runStores({}, look), traced.start.runStores({}, look, 'self' as any)
    ]
  },

  symbols() {
    const name = Symbol('symbol')
    const seen: unknown[] = []
    const subscriber = (message: unknown, by: unknown): void => { seen.push(message, by === name) }
    subscribe(name, subscriber)
    channel(name).publish('once')
    return [...seen, channel(name) === channel(name), channel(name).name === name, outcomeOf(() => channel(5 as never))]
  },

  subscribedTwice() {
    let count = 0
    const subscriber = (): void => { count++ }
    const plain: any = channel('twice')
    plain.subscribe(subscriber)
    plain.subscribe(subscriber)
    plain.publish({})
    return [
      count, plain.unsubscribe(subscriber), plain.unsubscribe(subscriber), plain.unsubscribe(subscriber),
      plain.hasSubscribers
    ]
  },

  scopes() {
    const storage = new AsyncLocalStorage<unknown>()
    const bound = channel('scopes')
    bound.bindStore(storage)
    return [
      outcomeOf(() => withScope(storage, 1)), outcomeOf(() => withStoreScope(bound, {})),
      outcomeOf(() => typeof withStoreScope(channel('no store'), {})),
      isolate((...args: number[]) => storage.run(2, () => [...args, storage.getStore()]), undefined, 1),
      String(storage.getStore())
    ]
  },

  /** Channels and storages of another make. */
  refused() {
    const foreign = { name: 'foreign', hasSubscribers: true, subscribe() {}, publish() {}, runStores() {} }
    return [
      outcomeOf(() => tracingChannel({ start: foreign } as never)),
      outcomeOf(() => withStoreScope(foreign as never, {})),
      outcomeOf(() => withScope({ run() {} } as never, 1)), outcomeOf(() => tracingChannel(null as never)),
      outcomeOf(() => tracingChannel('refused').subscribe({ start: 'no function' } as never))
    ].map((text) => /^threw (\w+): The "([^"]+)"/.exec(String(text))?.slice(1).join(' '))
  },

  /** All steps are asked for at once: the host queues those after the first. */
  async queuedSteps() {
    const storage = new AsyncLocalStorage<unknown>()
    const traced = tracingChannel('queued')
    traced.start.bindStore(storage, () => 'bound')
    const iterator: AsyncGenerator<unknown> = traced.traceIterator(async function* () {
      for (let i = 0; i < 3; i++) yield String(storage.getStore())
    }, {})
    const steps = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()])
    return steps.map(({ value }) => value).slice(0, 3)
  },

  instrumented() {
    const seen: string[] = []
    class Client {
      name = 'client'
      async query(sql: string): Promise<string> { return `${this.name} ${sql}` }
    }
    Client.prototype.query = instrument('instrumented', Client.prototype.query, {
      context: ([sql]: any) => ({ sql }) as any
    })
    tracingChannel('instrumented').subscribe({
      start({ sql }) { seen.push(`start ${sql}`) }, asyncEnd({ result }) { seen.push(`asyncEnd ${result}`) }
    })
    return new Client().query('SELECT 1').then((result) => [result, ...seen])
  },

  /** A library traces, and nobody has subscribed: a Tail Worker hears all the same. */
  async unheard() {
    const traced = tracingChannel('unheard')
    const results = [
      traced.traceSync(() => 'sync', { id: 1 }), await traced.tracePromise(async () => 'promise', { id: 2 }),
      traced.traceCallback((callback: any) => callback(null, 'callback'), 0, { id: 3 }, undefined, () => 'called'),
      outcomeOf(() => traced.traceSync(() => { throw new Error('failed') }, { id: 4 })),
      [...traced.trace(function* () { yield 'item' }, { id: 5 })],
      instrument('unheard', (value: string) => value, { context: () => ({ id: 6 }) })('instrumented'),
      traced.traceSync(() => 'without a context', null as never)
    ]
    return [...results, traced.hasSubscribers]
  },

  /** The host's own channels are the same. */
  everyoneElse() {
    const seen: string[] = []
    const traced = tracingChannel('everyone')
    diagnosticsChannel.channel('tracing:everyone:start').subscribe(({ id }: any) => { seen.push(`host's ${id}`) })
    traced.subscribe({ start({ id }) { seen.push(`ours ${id}`) } })
    const storage = new AsyncLocalStorage<unknown>()
    const others = new AsyncLocalStorage<unknown>()
    traced.start.bindStore(storage, ({ id }: any) => `ours ${id}`)
    diagnosticsChannel.channel('tracing:everyone:start').bindStore(others as any, ({ id }: any) => `host's ${id}`)
    const values = (): unknown[] => [storage.getStore(), others.getStore()]
    const byUs = traced.traceSync(values, { id: 1 })
    const byHost = diagnosticsChannel.tracingChannel('everyone').traceSync(values, { id: 2 })
    const channels = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) =>
      [event, diagnosticsChannel.channel(`tracing:everyone:${event}`)])
    const given = tracingChannel(Object.fromEntries(channels) as any)
    return [byUs, byHost, given.traceSync(values, { id: 3 }), seen]
  }
}

export default {
  async fetch({ url }: { url: string }): Promise<unknown> {
    const name = new URL(url).pathname.slice(1)
    reported = []
    const seen = await deeds[name]?.()
    await new Promise((resolve) => setTimeout(resolve, 1))
    return Response.json({ seen, reported })
  }
}
