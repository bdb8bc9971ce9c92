import type { Implementation } from '../support/implementation.js'
import { Traced } from '../support/traced.js'
import type { Transcript } from '../support/transcript.js'
import type { Scenario } from './index.js'

// Where two errors meet: that of a call, and those that come when its stores are left.

const NAMES = ['first', 'second', 'third']

/** Binds a store that throws when it is left. */
function bindFailing({ channel }: Traced, transcript: Transcript, event: string, name: string): void {
  channel[event].bindStore({
    run(_value: unknown, fn: () => unknown) { try { return fn() } finally { throw new Error(`left ${name}`) } },
    withScope() { return { [Symbol.dispose]() { transcript.add('leaves', name); throw new Error(`left ${name}`) } } }
  })
}

/** Each trace, with a function that gives a value, and one that throws. */
function traceAll({ boundedChannel }: Implementation, { channel }: Traced, transcript: Transcript): void {
  const fail = (): never => { throw new Error('from fn') }
  for (const fn of [() => Promise.resolve('value'), fail]) {
    transcript.call('traceSync', () => channel.traceSync(fn, {}))
    transcript.call('tracePromise', () => channel.tracePromise(fn, {}))
    transcript.call('traceCallback', () =>
      channel.traceCallback((_callback: unknown) => { void fn() }, 0, {}, undefined, () => {}))
    if (boundedChannel) transcript.call('run', () => boundedChannel(channel).run({}, fn))
  }
}

/** One trace whose function throws, from the first one on, by which a transform may have changed something. */
function traceOnce({ boundedChannel }: Implementation, { channel }: Traced, transcript: Transcript): void {
  const fail = (): never => { throw new Error('from fn') }
  transcript.call('run', () => boundedChannel ? boundedChannel(channel).run({}, fail) : channel.traceSync(fail, {}))
}

export const oneStoreFailsWhenLeft: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  bindFailing(traced, transcript, 'start', 'alone')
  traceAll(implementation, traced, transcript)
}

export const severalStoresFailWhenLeft: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  for (const name of NAMES) bindFailing(traced, transcript, 'start', name)
  traceAll(implementation, traced, transcript)
}

export const storesFailWhenTheContinuationIsLeft: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['asyncStart', 'asyncEnd'])
  for (const name of NAMES) bindFailing(traced, transcript, 'asyncStart', name)
  transcript.call('traceCallback', () => traced.channel.traceCallback(
    (callback: any) => callback(null, 1), 0, {}, undefined, () => { throw new Error('from the callback') }
  ))
}

export const storeFailsWhenAnotherCanNotBeEntered: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  bindFailing(traced, transcript, 'start', 'first')
  const refuse = (): never => { throw new Error('not entered') }
  traced.channel.start.bindStore({ run: refuse, withScope: refuse })
  traceAll(implementation, traced, transcript)
}

export const storeThatATransformBindsFailsWhenLeft: Scenario = (implementation, transcript) => {
  for (const several of [false, true]) {
    const traced = new Traced(implementation, transcript, ['start', 'end'])
    if (several) traced.bind('start')
    let isBound = false
    traced.bind('start', () => {
      if (!isBound) bindFailing(traced, transcript, 'start', 'by a transform')
      isBound = true
      return 'transformed'
    })
    traced.bind('start')
    traceOnce(implementation, traced, transcript)
  }
}

export const storeThatATransformChangesFailsWhenLeft: Scenario = (implementation, transcript) => {
  for (const several of [false, true]) {
    const traced = new Traced(implementation, transcript, ['start', 'end'])
    if (several) traced.bind('start')
    const store: any = traced.bind('start', () => {
      store.withScope = () => ({ [Symbol.dispose]() { transcript.add('leaves'); throw new Error('left its own') } })
      return 'transformed'
    })
    traceOnce(implementation, traced, transcript)
  }
}

export const publishOfEndFails: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  Object.defineProperty(traced.channel.end, 'publish', { value() { throw new Error('from publish of end') } })
  traceAll(implementation, traced, transcript)
}

export const publishOfErrorFails: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end', 'error'])
  for (const event of ['end', 'error']) {
    Object.defineProperty(traced.channel[event], 'publish', { value() { throw new Error(`from publish of ${event}`) } })
  }
  traceAll(implementation, traced, transcript)
}

export const publishOfStartFails: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  bindFailing(traced, transcript, 'start', 'alone')
  Object.defineProperty(traced.channel.start, 'publish', { value() { throw new Error('from publish of start') } })
  traceAll(implementation, traced, transcript)
}
