import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

export const callbackSucceeds: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', () => 'for the call')
  traced.bind('asyncStart', () => 'for the continuation')
  transcript.call('traceCallback', () => traced.channel.traceCallback(function (this: unknown, ...args: any[]) {
    transcript.add('fn', this, args)
    transcript.add('callback gave', args[1].call('caller', null, 'result', 'more'))
    return 'returned'
  }, -1, { query: 1 }, 'self', 'first', function (this: unknown, ...args: unknown[]) {
    transcript.add('callback', this, args)
    traced.look('callback')
    return 'from the callback'
  }))
  traced.look('after')
}

export const callbackFails: Scenario = (implementation, transcript) => {
  for (const err of [new Error('failed'), 'text', 1, true, 0, '', false, null, undefined, NaN]) {
    const traced = new Traced(implementation, transcript)
    traced.channel.traceCallback((callback: any) => callback(err, 'result'), 0, { query: 1 }, undefined, () => {})
  }
}

export const callbackThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('asyncStart', () => 'continuation')
  transcript.call('traceCallback', () => traced.channel.traceCallback(
    (callback: any) => callback(null, 1), 0, {}, undefined, () => { throw new Error('from the callback') }
  ))
  traced.look('after')
}

export const callbackFnThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', () => 'call')
  transcript.call('traceCallback', () =>
    traced.channel.traceCallback(() => { throw new Error('from fn') }, 0, {}, undefined, () => {}))
  traced.look('after')
}

export const callbackPositions: Scenario = (implementation, transcript) => {
  const one = transcript.name('one', (..._args: unknown[]) => transcript.add('one called'))
  const two = transcript.name('two', (..._args: unknown[]) => transcript.add('two called'))
  for (const position of [undefined, 0, 1, 2, 3, -1, -2, -3, -4, 1.5, -1.5, NaN, '1', null, Infinity]) {
    const traced = new Traced(implementation, transcript, ['start', 'asyncStart'])
    transcript.call(`position ${String(position)}`, () => traced.channel.traceCallback((...args: any[]) => {
      transcript.add('args', args)
      for (const arg of args) if (typeof arg === 'function') arg(null, 'result')
    }, position, { position }, undefined, one, 'text', two))
  }
}

export const callbackMissing: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start')
  for (const callback of [undefined, null, 'text', {}]) {
    transcript.call('traceCallback', () =>
      traced.channel.traceCallback(() => transcript.add('fn'), 0, {}, undefined, callback))
  }
  transcript.call('traceCallback', () => traced.channel.traceCallback(() => transcript.add('fn'), 0, {}))
  const idle = new Traced(implementation, transcript, [])
  transcript.call('traceCallback', () =>
    idle.channel.traceCallback((...args: unknown[]) => args.length, 0, {}, undefined, 'no callback'))
}

export const callbackTwiceOrNever: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.channel.traceCallback(
    (callback: any) => { callback(null, 1); callback(new Error('then failed')); callback(null, 3) }, 0, { query: 1 },
    undefined, (...args: unknown[]) => transcript.add('callback', args)
  )
  traced.channel.traceCallback(() => 'never', 0, { query: 2 }, undefined, () => {})
}

export const callbackLater: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', () => 'call')
  traced.bind('asyncStart', (message: any) => message.result)
  await new Promise<void>((resolve) => {
    traced.channel.traceCallback((callback: any) => {
      setTimeout(callback, 1, null, 'result')
    }, 0, {}, undefined, () => {
      traced.look('callback')
      setTimeout(() => { traced.look('after the callback'); resolve() })
    })
  })
  traced.look('outside')
}

export const callbackWithoutContext: Scenario = (implementation, transcript) => {
  // Node 26.10 passes a frozen object, and then fails to write to it.
  const traced = new Traced(implementation, transcript)
  transcript.call('traceCallback', () => traced.channel.traceCallback(
    (callback: any) => callback(null, 'result'), 0, undefined, undefined, () => 'from the callback'
  ))
}

export const callbackWrapper: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  traced.channel.traceCallback(
    (callback: any) => transcript.add('wrapper', callback, Object.keys(callback), typeof callback.prototype), 0, {},
    undefined, function own() {}
  )
}
