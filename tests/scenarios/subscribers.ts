import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

export const subscriberThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start')
  traced.channel.start.subscribe(() => { throw new Error('from a subscriber') })
  traced.subscribe(['start', 'end'])
  transcript.call('traceSync', () => traced.channel.traceSync(() => store.getStore() !== undefined, {}))
  queueMicrotask(() => transcript.add('microtask'))
  process.nextTick(() => transcript.add('tick'))
  setImmediate(() => transcript.add('immediate'))
}

export const subscribedMeanwhile: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  traced.channel.traceSync(() => traced.subscribe(['end', 'error']), { late: 1 })
  const other = new Traced(implementation, transcript, ['error'])
  other.channel.traceSync(() => other.subscribe(['start', 'end']), { late: 2 })
  const third = new Traced(implementation, transcript, ['asyncStart'])
  third.channel.traceSync(() => third.subscribe(['start', 'end']), { late: 3 })
}

export const subscribedDuringAnIdleTrace: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  traced.channel.traceSync(() => traced.subscribe(['start', 'end', 'asyncStart', 'asyncEnd']), {})
  const other = new Traced(implementation, transcript, [])
  await other.channel.tracePromise(async () => other.subscribe(['start', 'end', 'asyncStart', 'asyncEnd']), {})
}

export const unsubscribedMeanwhile: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  const end = (message: unknown) => traced.saw('end', message)
  traced.channel.end.subscribe(end)
  traced.channel.traceSync(() => traced.channel.end.unsubscribe(end), { silenced: true })
  transcript.add('still', traced.channel.hasSubscribers)
}

export const subscribedTwice: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const twice = (message: unknown) => traced.saw('start', message)
  traced.channel.subscribe({ start: twice })
  traced.channel.subscribe({ start: twice })
  traced.channel.traceSync(() => {}, { call: 1 })
  transcript.add('unsubscribed', traced.channel.unsubscribe({ start: twice }))
  traced.channel.traceSync(() => {}, { call: 2 })
  transcript.add(
    'unsubscribed', traced.channel.unsubscribe({ start: twice }), traced.channel.unsubscribe({ start: twice })
  )
  transcript.add('subscribers', traced.channel.hasSubscribers)
}

export const subscribersChangeWhilePublishing: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const second = () => transcript.add('second')
  traced.channel.start.subscribe(() => {
    transcript.add('first')
    traced.channel.start.unsubscribe(second)
    traced.channel.start.subscribe(() => transcript.add('third'))
  })
  traced.channel.start.subscribe(second)
  traced.channel.traceSync(() => {}, {})
  traced.channel.traceSync(() => {}, {})
}

/** The channel is without subscribers in between. */
export const subscribersAreReplacedWhilePublishing: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const { start } = traced.channel
  const first = () => {
    transcript.add('first')
    start.unsubscribe(first)
    for (const name of ['second', 'third']) start.subscribe(() => transcript.add(name))
  }
  start.subscribe(first)
  traced.channel.traceSync(() => {}, {})
  traced.channel.traceSync(() => {}, {})
}

export const storeAloneMakesAChannelActive: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start', (message: any) => message.value)
  transcript.add('subscribers', traced.channel.hasSubscribers)
  transcript.call('traceSync', () => traced.channel.traceSync(() => store.getStore(), { value: 1 }))
  transcript.add('unbound', traced.channel.start.unbindStore(store), traced.channel.start.unbindStore(store))
  transcript.add('subscribers', traced.channel.hasSubscribers)
}

export const everyoneElseSees: Scenario = (implementation, transcript) => {
  const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
  const channels = Object.fromEntries(names.map((name) => [name, implementation.channel(`own:${name}`)]))
  const traced = implementation.tracingChannel(channels)
  for (const name of names) {
    transcript.add(name, traced[name] === channels[name])
    channels[name].subscribe((message: unknown, channelName: unknown) => transcript.add(name, channelName, message))
  }
  transcript.call('traceSync', () => traced.traceSync(() => 'result', {}))
  transcript.add('keys', Object.keys(traced))
}
