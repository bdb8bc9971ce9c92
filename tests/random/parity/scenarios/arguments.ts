import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import type { HandWritten } from './index.js'

// What is refused, with which code and words, and what was done before; and methods that are borrowed.

const diagnosticsChannel: any = dc
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
const GARBAGE = [undefined, null, 0, 'text', true, 1n, {}, []]

function nobody(): void {}

export const namesThatAreRefused: HandWritten = (witness) => {
  for (const garbage of GARBAGE) {
    if (typeof garbage === 'string') continue
    witness.call('channel', () => diagnosticsChannel.channel(garbage))
    witness.call('subscribe', () => diagnosticsChannel.subscribe(garbage, nobody))
    witness.call('hasSubscribers', () => diagnosticsChannel.hasSubscribers(garbage))
    witness.call('tracingChannel', () => diagnosticsChannel.tracingChannel(garbage))
    witness.call('new TracingChannel', () => new (diagnosticsChannel.tracingChannel('refused').constructor)(garbage))
    if (diagnosticsChannel.boundedChannel) {
      witness.call('boundedChannel', () => diagnosticsChannel.boundedChannel(garbage))
    }
  }
  const channels = Object.fromEntries(EVENTS.map((event) => [event, diagnosticsChannel.channel(event)]))
  for (const event of EVENTS) {
    witness.call(`without ${event}`, () => diagnosticsChannel.tracingChannel({ ...channels, [event]: undefined }))
    witness.call(`with another ${event}`, () =>
      diagnosticsChannel.tracingChannel({ ...channels, [event]: { hasSubscribers: true } }))
  }
  witness.call('called without new', () => diagnosticsChannel.tracingChannel('refused').constructor('refused'))
}

export const subscribersThatAreRefused: HandWritten = (witness) => {
  for (const garbage of GARBAGE) {
    const channel = diagnosticsChannel.channel(`refused by ${String(garbage)}`)
    witness.call('subscribe', () => channel.subscribe(garbage))
    witness.add('active', channel.hasSubscribers, Object.keys(channel), channel._subscribers)
    witness.call('subscribe when active', () => { channel.subscribe(nobody); channel.subscribe(garbage) })
    witness.call('unsubscribe', () => channel.unsubscribe(garbage))
    channel.unsubscribe(nobody)
    witness.add('active', channel.hasSubscribers)
    const traced = diagnosticsChannel.tracingChannel(`refused by ${String(garbage)}`)
    witness.call('handlers', () => traced.subscribe(garbage))
    witness.call('unsubscribed handlers', () => traced.unsubscribe(garbage))
    witness.call('a handler', () => traced.subscribe({ start: nobody, end: garbage, error: nobody }))
    witness.add('active', ...EVENTS.map((event) => traced[event].hasSubscribers))
    witness.call('unsubscribed', () => traced.unsubscribe({ start: nobody, error: nobody }))
  }
}

export const functionsThatAreRefused: HandWritten = (witness) => {
  for (const subscribed of [false, true]) {
    const traced = diagnosticsChannel.tracingChannel(`functions ${subscribed}`)
    if (subscribed) {
      for (const event of EVENTS) traced[event].subscribe((message: unknown) => witness.add(event, message))
    }
    for (const garbage of GARBAGE) {
      witness.call('traceSync', () => traced.traceSync(garbage, {}))
      witness.call('tracePromise', () => traced.tracePromise(garbage, {}))
      witness.call('traceCallback', () => traced.traceCallback(garbage, 0, {}, undefined, nobody))
      witness.call('callback', () =>
        traced.traceCallback((..._args: unknown[]) => witness.add('fn'), 0, {}, undefined, garbage))
      witness.call('runStores', () => traced.start.runStores({}, garbage))
    }
    witness.call('nothing', () => traced.traceSync())
    witness.call('nothing', () => traced.tracePromise())
    witness.call('nothing', () => traced.traceCallback())
    witness.call('nothing', () => traced.start.runStores())
  }
}

export const storagesCalledWithGarbage: HandWritten = (witness) => {
  const storage = new AsyncLocalStorage<unknown>() as any
  for (const garbage of GARBAGE) {
    witness.call('run', () => storage.run('value', garbage))
    witness.add('after', storage.getStore())
    witness.call('exit', () => storage.exit(garbage))
    witness.add('after', storage.getStore())
    witness.call('borrowed run', () => storage.run.call(garbage, 'value', nobody))
    witness.call('borrowed exit', () => storage.exit.call(garbage, nobody))
    if (storage.withScope) witness.call('borrowed withScope', () => storage.withScope.call(garbage, 'value'))
  }
}

export const methodsThatAreBorrowed: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('borrowed')
  traced.start.subscribe((message: unknown) => witness.add('start', message))
  const selves = [undefined, null, 1, {}, { hasSubscribers: false }, Object.create(traced), new Proxy(traced, {})]
  for (const self of selves) {
    for (const method of ['traceSync', 'tracePromise'] as const) {
      witness.call(method, () => traced[method].call(self, () => ({ then() {} }), {}))
      witness.call(`${method}.apply`, () => Reflect.apply(traced[method], self, []))
    }
    witness.call('traceCallback', () => traced.traceCallback.call(self, () => 'result', 0, {}, undefined, nobody))
    witness.call('runStores', () => traced.start.runStores.call(self, {}, () => 'result'))
  }
  witness.call('traceSync of an inherited channel', () => {
    const inherited = new (class extends traced.constructor {} as any)('borrowed')
    return inherited.traceSync(() => 'result', { inherited: true })
  })
}
