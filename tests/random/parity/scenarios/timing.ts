import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import { makeOutcome, OUTCOMES } from '../../world/outcomes.js'
import type { Witness } from '../witness.js'
import type { HandWritten } from './index.js'

// When things happen: each line has the turn of the event loop and the microtask that it was written in.

const diagnosticsChannel: any = dc
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
let count = 0

function newTraced(witness: Witness): any {
  const traced = diagnosticsChannel.tracingChannel(`timing ${count++}`)
  for (const event of EVENTS) traced[event].subscribe((message: unknown) => witness.add(event, message))
  return traced
}

/** Something to happen on each way there is to have it happen later. */
function surround(witness: Witness, what: string): void {
  void Promise.resolve().then(() => witness.add(`${what} job`))
  queueMicrotask(() => witness.add(`${what} microtask`))
  process.nextTick(() => witness.add(`${what} tick`))
  setImmediate(() => witness.add(`${what} immediate`))
}

function fails(what: string): () => never {
  return () => { throw new Error(`from ${what}`) }
}

export const failuresOfSubscribers: HandWritten = async (witness) => {
  for (const event of EVENTS) {
    const traced = newTraced(witness)
    traced[event].subscribe(fails(event))
    traced[event].subscribe(() => witness.add('after the failing one'))
    surround(witness, 'before')
    witness.call('traceSync', () => traced.traceSync(() => 'result', {}))
    witness.call('traceSync', () => traced.traceSync(fails('fn'), {}))
    witness.call('traceCallback', () =>
      traced.traceCallback((callback: any) => callback(null, 1), 0, {}, undefined, () => 'from the callback'))
    await traced.tracePromise(() => Promise.reject(new Error('rejected')), {})
      .catch((error: unknown) => witness.add('rejected', error))
    surround(witness, 'after')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export const failuresOfTransforms: HandWritten = async (witness) => {
  for (const event of ['start', 'asyncStart']) {
    const traced = newTraced(witness)
    const storages = [new AsyncLocalStorage(), new AsyncLocalStorage(), new AsyncLocalStorage()]
    storages.forEach((storage, nth) => traced[event].bindStore(storage, nth === 1 ? fails('a transform') : () => nth))
    const look = (where: string): void => witness.add(where, ...storages.map((storage) => storage.getStore()))
    for (const name of EVENTS) traced[name].subscribe(() => look(name))
    storages[1]!.run('outer', () => {
      surround(witness, 'before')
      witness.call('traceSync', () => traced.traceSync(() => look('fn'), {}))
      witness.call('traceCallback', () =>
        traced.traceCallback((callback: any) => callback(null), 0, {}, undefined, () => look('callback')))
      void traced.tracePromise(async () => look('async fn'), {}).then(() => look('continuation'))
      look('after')
      surround(witness, 'after')
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export const rejectionsThatAreDropped: HandWritten = async (witness) => {
  for (const outcome of OUTCOMES) {
    witness.add(outcome)
    const traced = newTraced(witness)
    witness.call('tracePromise', () => traced.tracePromise(() => makeOutcome(outcome, new Error(outcome), witness), {}))
    surround(witness, 'then')
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export const rejectionsThatAreHandled: HandWritten = async (witness) => {
  for (const outcome of OUTCOMES) {
    witness.add(outcome)
    const traced = newTraced(witness)
    const result: any = witness.call('tracePromise', () =>
      traced.tracePromise(() => makeOutcome(outcome, 'value', witness), {}))
    const handle = (): unknown => result?.then?.(
      (value: unknown) => witness.add('fulfilled', value), (error: unknown) => witness.add('rejected', error)
    )
    witness.call('then', handle)
    await new Promise((resolve) => setImmediate(resolve))
    witness.call('then later', handle)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export const rejectionsThatAreHandledLater: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const rejected = traced.tracePromise(() => Promise.reject(new Error('handled later')), {})
  await new Promise((resolve) => setImmediate(resolve))
  rejected.catch((error: unknown) => witness.add('caught', error))
}

export const warnings: HandWritten = (witness) => {
  const traced = newTraced(witness)
  const idle = diagnosticsChannel.tracingChannel('timing idle')
  for (const channel of [traced, idle]) {
    surround(witness, 'before')
    witness.call('named', () => channel.tracePromise(function named() { return 1 }, {}))
    witness.call('anonymous', () => channel.tracePromise(() => undefined, {}))
    witness.call('bound', () => channel.tracePromise(function named() { return { then: 1 } }.bind(null), {}))
    witness.call('name that is no text', () =>
      channel.tracePromise(Object.defineProperty(() => null, 'name', { value: 7 }), {}))
    witness.call('throws', () => channel.tracePromise(fails('fn'), {}))
    surround(witness, 'after')
  }
}

export const awaited: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const count = async (what: string, promise: Promise<unknown>): Promise<void> => {
    try {
      witness.add(`${what} fulfilled`, await promise)
    } catch (error) {
      witness.add(`${what} rejected`, error)
    }
  }
  await Promise.all([
    count('at once', traced.tracePromise(async () => 1, {})),
    count('after a turn', traced.tracePromise(async () => { await null; return 2 }, {})),
    count('failing at once', traced.tracePromise(async () => { throw new Error('3') }, {})),
    count('failing after a turn', traced.tracePromise(async () => { await null; throw new Error('4') }, {})),
    count('returned', (async () => traced.tracePromise(async () => 5, {}))()),
    count('in a trace', traced.tracePromise(async () => traced.tracePromise(async () => 6, { inner: true }), {}))
  ])
}
