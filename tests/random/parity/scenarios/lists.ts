import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import type { HandWritten } from './index.js'

// Who is subscribed and bound, and changes of that while something is published or traced.

const diagnosticsChannel: any = dc
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
const TRACES: Record<string, (traced: any, fn: () => unknown) => any> = {
  traceSync: (traced, fn) => traced.traceSync(fn, {}),
  tracePromise: (traced, fn) => traced.tracePromise(async () => { fn(); await null; return fn() }, {}),
  traceCallback: (traced, fn) => traced.traceCallback((callback: any) => {
    fn()
    callback(null, 1)
  }, 0, {}, undefined, fn)
}
let count = 0

export const subscribersThatComeLate: HandWritten = async (witness) => {
  for (const [trace, run] of Object.entries(TRACES)) {
    for (const first of [undefined, ...EVENTS]) {
      const traced = diagnosticsChannel.tracingChannel(`late ${count++}`)
      if (first) traced[first].subscribe(() => witness.add(`first ${first}`))
      let come = true
      const fn = (): void => {
        witness.add('fn')
        if (come) {
          for (const event of EVENTS) {
            traced[event].subscribe((message: unknown) => witness.add(`late ${event}`, message))
          }
        }
        come = false
      }
      witness.add(trace, first)
      await run(traced, fn)
    }
  }
}

export const subscribersThatComeInAContinuation: HandWritten = async (witness) => {
  class Own extends AsyncLocalStorage<unknown> {
    override enterWith(value: unknown): void {
      witness.add('enterWith', value)
      super.enterWith(value)
    }
  }
  for (const storage of [new AsyncLocalStorage(), new Own()]) {
    for (const [trace, run] of Object.entries(TRACES)) {
      const traced = diagnosticsChannel.tracingChannel(`continued ${count++}`)
      traced.asyncStart.bindStore(storage, () => 'bound')
      traced.asyncStart.subscribe(() => {
        witness.add('asyncStart', storage.getStore())
        traced.asyncEnd.subscribe((message: unknown) => witness.add('asyncEnd', message, storage.getStore()))
      })
      witness.add(trace)
      await run(traced, () => witness.add('fn', storage.getStore()))
    }
    storage.enterWith(undefined)
  }
}

export const subscribersThatLeaveEarly: HandWritten = async (witness) => {
  for (const [trace, run] of Object.entries(TRACES)) {
    const traced = diagnosticsChannel.tracingChannel(`early ${count++}`)
    const subscribers = Object.fromEntries(EVENTS.map((event) =>
      [event, (message: unknown) => witness.add(event, message)]))
    const storage = new AsyncLocalStorage()
    traced.start.bindStore(storage, () => 'bound')
    traced.subscribe(subscribers)
    witness.add(trace)
    await run(traced, () => {
      witness.add(
        'fn', storage.getStore(), traced.unsubscribe(subscribers), traced.start.unbindStore(storage),
        traced.hasSubscribers
      )
    })
    witness.add('after', storage.getStore())
  }
}

export const listsThatChangeWhilePublishing: HandWritten = (witness) => {
  const channel = diagnosticsChannel.channel('changing')
  const second = (): void => witness.add('second')
  const third = (): void => witness.add('third')
  const first = (): void => {
    witness.add('first', channel.unsubscribe(second), channel.unsubscribe(first))
    channel.subscribe(third)
  }
  for (const subscriber of [first, second, second]) channel.subscribe(subscriber)
  for (let time = 0; time < 3; time++) {
    channel.publish(time)
    witness.add('then', channel.hasSubscribers, channel._subscribers?.length)
  }
  const last = (): void => witness.add('last one', channel.unsubscribe(last), channel.hasSubscribers)
  while (channel.unsubscribe(third));
  while (channel.unsubscribe(second));
  channel.subscribe(last)
  channel.runStores({}, () => witness.add('fn', channel.hasSubscribers))
}

export const handlersOfATracingChannel: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('handlers')
  const read: string[] = []
  const handlers = new Proxy({}, {
    get(_target, key) {
      read.push(String(key))
      return key === 'start' || key === 'error' ? handler : undefined
    }
  })
  const handler = (message: unknown): void => witness.add('handler', message)
  witness.call('subscribe', () => traced.subscribe(handlers))
  witness.add('read', read.splice(0), ...EVENTS.map((event) => traced[event].hasSubscribers))
  traced.traceSync(() => {}, {})
  witness.call('unsubscribe', () => traced.unsubscribe(handlers))
  witness.add('read', read.splice(0), traced.hasSubscribers)
  witness.call('unsubscribe again', () => traced.unsubscribe(handlers))
  witness.call('unsubscribe one of two', () => {
    traced.subscribe({ start: handler })
    return traced.unsubscribe({ start: handler, end: handler })
  })
  witness.call('nothing', () => [traced.subscribe({}), traced.unsubscribe({})])
}

export const channelsAreKeptWhileSubscribed: HandWritten = (witness) => {
  const name = Symbol('kept')
  const subscriber = (message: unknown, published: unknown): void => witness.add('kept', message, published)
  diagnosticsChannel.subscribe(name, subscriber)
  const channel = diagnosticsChannel.channel(name)
  witness.add(
    'same', channel === diagnosticsChannel.channel(name), channel.name === name,
    diagnosticsChannel.hasSubscribers(name)
  )
  channel.publish(1)
  witness.add(
    'unsubscribed', diagnosticsChannel.unsubscribe(name, subscriber), diagnosticsChannel.unsubscribe(name, subscriber),
    diagnosticsChannel.hasSubscribers(name)
  )
  witness.add(
    'never made', diagnosticsChannel.hasSubscribers('never made'),
    diagnosticsChannel.unsubscribe('never made', subscriber)
  )
  const traced = diagnosticsChannel.tracingChannel('kept')
  witness.add(
    'by name', traced === diagnosticsChannel.tracingChannel('kept'),
    traced.start === diagnosticsChannel.tracingChannel('kept').start,
    diagnosticsChannel.tracingChannel(traced).end === traced.end
  )
}

export const scopesAreDisposedInAnyOrder: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('disposed')
  const storage = new AsyncLocalStorage<unknown>() as any
  const bounded = diagnosticsChannel.boundedChannel?.(traced)
  if (!bounded) return
  traced.start.bindStore(storage, ({ id }: any) => id)
  traced.start.subscribe((message: unknown) => witness.add('start', message, storage.getStore()))
  let scopes: any[] = []
  let again = 2
  traced.end.subscribe((message: unknown) => {
    witness.add('end', message, storage.getStore())
    if (again-- > 0) witness.call('dispose within', () => scopes[0][Symbol.dispose]())
  })
  scopes = [
    bounded.withScope({ id: 1 }), traced.start.withStoreScope({ id: 2 }), bounded.withScope({ id: 3 }),
    storage.withScope(4)
  ]
  for (const nth of [0, 2, 0, 3, 1, 2, 3, 1]) {
    witness.call(`dispose ${nth}`, () => scopes[nth][Symbol.dispose]())
    witness.add('then', storage.getStore())
  }
  storage.enterWith('newer')
  for (const scope of scopes) scope[Symbol.dispose]()
  witness.add('still', storage.getStore())
  storage.enterWith(undefined)
}
