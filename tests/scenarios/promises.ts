import vm from 'node:vm'
import type { Implementation } from '../support/implementation.js'
import type { Transcript } from '../support/transcript.js'
import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

/** Traces a function, and writes down what came back, in which microtask it settled, and how. */
async function follow(traced: Traced, fn: (...args: any[]) => unknown, ...rest: unknown[]): Promise<void> {
  const { transcript } = traced
  const result: any = transcript.call('tracePromise', () => traced.channel.tracePromise(fn, ...rest))
  let microtasks = 0
  let settled = false
  const settle = (how: string) => (value: unknown) => {
    settled = true
    transcript.add(how, value, 'after', microtasks)
  }
  if (typeof result?.then === 'function') result.then(settle('fulfilled'), settle('rejected'))
  while (!settled && microtasks < 20) {
    await null
    microtasks++
  }
  traced.look('after')
}

export const promiseFulfilled: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  const value = transcript.name('value', {})
  await follow(traced, () => Promise.resolve(value), { query: 1 })
  await follow(traced, async () => value, { query: 2 })
  await follow(
    traced, async function (this: unknown, ...args: unknown[]) { await null; return [this, args] }, { query: 3 },
    'self', 1, 2
  )
}

export const promiseRejected: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  await follow(traced, () => Promise.reject(new Error('rejected')), { query: 1 })
  await follow(traced, async () => { await null; throw new Error('thrown') }, { query: 2 })
}

export const promiseRejectedAndDropped: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.channel.tracePromise(() => Promise.reject(new Error('dropped')), { query: 1 })
}

export const promiseFnThrows: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', () => 'bound')
  await follow(traced, () => { throw new Error('from fn') }, { query: 1 })
}

export const promiseWithoutContext: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  await follow(traced, async () => 'value')
}

export const promiseFrozenContext: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end', 'asyncStart', 'asyncEnd'])
  traced.bind('start')
  await follow(traced, async () => 'value', Object.freeze({ frozen: true }))
  await follow(traced, async () => { throw new Error('rejected') }, Object.freeze({ frozen: true }))
}

export const promiseStores: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', () => 'for the call')
  traced.bind('asyncStart', () => 'for the continuation')
  await follow(traced, async () => { traced.look('fn'); await null; traced.look('fn later'); return 'value' }, {})
  await follow(traced, async () => { await null; throw new Error('rejected') }, {})
}

export const promiseContinuationNobodyHears: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end', 'error'])
  await follow(traced, async () => 'value', { query: 1 })
  const late = new Traced(implementation, transcript, ['start'])
  await follow(late, async () => { await null; late.subscribe(['asyncEnd', 'asyncStart']) }, { query: 2 })
}

export const promisesInterleaved: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', (message: any) => message.id)
  const promises = [3, 1, 2].map((id) => traced.channel.tracePromise(async () => {
    for (let i = 0; i < id; i++) await null
    traced.look(`fn ${id}`)
    return id
  }, { id }))
  transcript.add('all', await Promise.all(promises))
}

export const promiseTracedInAContinuation: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  let again = true
  traced.channel.asyncStart.subscribe((message: any) => {
    if (!again) return
    again = false
    traced.channel.tracePromise(async () => 'inner', { inner: true })
    transcript.add('still', message.id)
  })
  await follow(traced, async () => 'outer', { id: 'outer' })
}

function nonThenables(implementation: Implementation, transcript: Transcript, events: any): void {
  const traced = new Traced(implementation, transcript, events)
  const values = [1, 'text', null, undefined, {}, { then: 1 }]
  for (const value of values) {
    const result: any = transcript.call('tracePromise', () =>
      traced.channel.tracePromise(function named() { return value }, { query: 1 }))
    if (typeof result?.then === 'function') result.then((settled: unknown) => transcript.add('fulfilled', settled))
  }
}

export const promiseOfNoThenable: Scenario = (implementation, transcript) =>
  nonThenables(implementation, transcript, undefined)

export const promiseOfNoThenableNobodyListens: Scenario = (implementation, transcript) =>
  nonThenables(implementation, transcript, [])

export const promiseOfAnonymousNoThenable: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  transcript.call('tracePromise', () => traced.channel.tracePromise(() => 1))
}

const thenables: Record<string, (transcript: Transcript) => unknown> = {
  synchronous: (transcript) => ({
    then(f: any, g: any) { transcript.add('then', f, g); transcript.add('gave', f('value')); return 'ignored' }
  }),
  synchronouslyRejected: () => ({ then(_f: any, g: any) { g(new Error('rejected')) } }),
  later: () => ({ then(f: any) { setTimeout(f, 1, 'value') } }),
  both: () => ({ then(f: any, g: any) { f('value'); g(new Error('and rejected')); f('again') } }),
  throwing: () => ({ then() { throw new Error('from then') } }),
  getter: (transcript) =>
    Object.defineProperty({}, 'then', { get() { transcript.add('then read'); return (f: any) => f('value') } }),
  never: () => ({ then() {} }),
  callable: () => Object.assign(() => {}, { then(f: any) { f('value') } }),
  subclass: () => new (class Sub extends Promise<unknown> {})((resolve) => resolve('value')),
  subclassRejected: () =>
    new (class Sub extends Promise<unknown> {})((_resolve, reject) => reject(new Error('rejected'))),
  subclassWithThen: (transcript) => new (class Sub extends Promise<unknown> {
    override then(f: any, g: any): any { transcript.add('own then'); return super.then(f, g) }
  })((resolve) => resolve('value')),
  otherRealm: () => vm.runInNewContext('Promise.resolve("value")'),
  ownThen: (transcript) => Object.defineProperty(Promise.resolve('value'), 'then', {
    value(f: any, g: any) { transcript.add('own then'); return Promise.prototype.then.call(this, f, g) }
  }),
  noPromiseAtAll: () => Object.create(Promise.prototype),
  noPromiseWithThen: (transcript) =>
    Object.create(Promise.prototype, { then: { value(f: any) { transcript.add('own then'); f('value') } } }),
  proxy: () => new Proxy(Promise.resolve('value'), {})
}

/** Native promises that show another constructor, and what can't be asked for its `then`. */
const others: Record<string, (transcript: Transcript) => unknown> = {
  throwingGetter: () => Object.defineProperty({}, 'then', { get() { throw new Error('from the getter') } }),
  spoofedConstructor: () => Object.defineProperty(Promise.resolve('value'), 'constructor', {
    value: class Spoofed extends Promise<unknown> {}
  }),
  unreadableConstructor: (transcript) => Object.defineProperty(Promise.resolve('value'), 'constructor', {
    get() { transcript.add('constructor read'); throw new Error('from the getter') }
  }),
  revoked: () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy }
}

export const promiseOfThenable: Scenario = (implementation, transcript) =>
  traceEach(thenables, implementation, transcript)

export const promiseOfOtherPromises: Scenario = (implementation, transcript) =>
  traceEach(others, implementation, transcript)

async function traceEach(
  kinds: typeof thenables, implementation: Implementation, transcript: Transcript
): Promise<void> {
  for (const [kind, make] of Object.entries(kinds)) {
    transcript.add('---', kind)
    const traced = new Traced(implementation, transcript)
    traced.bind('asyncStart', () => 'continuation')
    const thenable = make(transcript)
    if (kind !== 'revoked') transcript.name(kind, thenable)
    const result: any = transcript.call('tracePromise', () => traced.channel.tracePromise(() => thenable, {}))
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (kind === 'revoked') continue
    try {
      if (result !== undefined && result !== thenable) result.then(
        (value: unknown) => transcript.add('fulfilled', value), (error: unknown) => transcript.add('rejected', error)
      )
    } catch (error) {
      transcript.add('no promise', error)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A thenable that calls back at once hears what someone's own `publish` throws, and is back in its stores. */
export const publishOfAsyncStartThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end', 'asyncStart', 'asyncEnd', 'error'])
  traced.bind('asyncStart', () => 'continuation')
  Object.defineProperty(traced.channel.asyncStart, 'publish', {
    value() { traced.look('publish'); throw new Error('from publish') }
  })
  const thenable = {
    then(f: any) {
      try { f('value') } catch (error) { transcript.add('caught', error) }
      traced.look('then')
    }
  }
  transcript.call('tracePromise', () => traced.channel.tracePromise(() => thenable, {}))
}
