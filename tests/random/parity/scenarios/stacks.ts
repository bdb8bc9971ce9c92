import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import { isNode } from '../../../support/host.js'
import type { HandWritten } from './index.js'

// The stacks of errors: which functions of the program are on them, in which order, and where those of the tracing are.

const diagnosticsChannel: any = dc
const OWN_FILE = /[\\/]run-hand-written\.cjs/
// Nobody but tracescope walks a map here, by a function.
const TRACING =
  /node:(?:diagnostics_channel|async_hooks|internal\/async_local_storage)|[\\/]dist[\\/]cjs[\\/]|at Map\.forEach /

/**
 * The functions on a stack: the program's by name, those of who traces as `tracing`, which there are more or fewer of.
 */
function readStack(stack: string): string[] {
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line)).map((line) => {
    if (OWN_FILE.test(line)) {
      return line.replace(/^ +at /, '').replace(/ \(.*$|^[^ ]*run-hand-written.*$/, '') || 'anonymous'
    }
    // Other hosts have nothing of their own on it but who traces.
    return TRACING.test(line) || !isNode ? 'tracing' : 'node'
  })
  return frames.filter((frame, nth) => frame !== frames[nth - 1])
}

function stackOf(call: () => unknown): string[] {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = Infinity
  try {
    call()
    return ['nothing thrown']
  } catch (error) {
    return readStack((error as Error).stack!)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function fails(): never {
  throw new Error('from fn')
}

/** A tracing channel with some stores bound to start and asyncStart. */
function newTraced(name: string, stores: number): any {
  const traced = diagnosticsChannel.tracingChannel(name)
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) traced[event].subscribe(() => {})
  for (let nth = 0; nth < stores; nth++) {
    traced.start.bindStore(new AsyncLocalStorage(), () => nth)
    traced.asyncStart.bindStore(new AsyncLocalStorage(), () => nth)
  }
  return traced
}

export const stacksOfErrors: HandWritten = (witness) => {
  for (const stores of [0, 1, 3]) {
    const traced = newTraced(`stacks ${stores}`, stores)
    witness.add('traceSync', stackOf(function caller() { traced.traceSync(fails, {}) }))
    witness.add('traceSync within', stackOf(function caller() {
      traced.traceSync(function outer() { traced.traceSync(function inner() { fails() }, {}) }, {})
    }))
    witness.add('tracePromise', stackOf(function caller() { traced.tracePromise(fails, {}) }))
    witness.add('traceCallback', stackOf(function caller() { traced.traceCallback(fails, 0, {}, undefined, () => {}) }))
    witness.add('callback', stackOf(function caller() {
      traced.traceCallback(function fn(callback: any) { callback(null) }, 0, {}, undefined, fails)
    }))
    witness.add('runStores', stackOf(function caller() { traced.start.runStores({}, fails) }))
    const bounded = diagnosticsChannel.boundedChannel?.(traced)
    if (bounded) witness.add('run', stackOf(function caller() { bounded.run({}, fails) }))
  }
  const storage = new AsyncLocalStorage()
  witness.add('storage', stackOf(function caller() { storage.run(1, function body() { storage.exit(fails) }) }))
}

export const stacksOfRejections: HandWritten = async (witness) => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = Infinity
  for (const stores of [0, 2]) {
    const traced = newTraced(`rejections ${stores}`, stores)
    async function rejects(): Promise<never> {
      await null
      throw new Error('from an async fn')
    }
    async function caller(): Promise<void> {
      await traced.tracePromise(async function fn() { await rejects() }, {})
    }
    await caller().catch((error) => witness.add('tracePromise', readStack(error.stack)))
  }
  Error.stackTraceLimit = stackTraceLimit
}

export const stacksSeenBySubscribers: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('stacks seen')
  const storage = new AsyncLocalStorage()
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) {
    traced[event].subscribe(() => witness.add(event, stackOf(fails)))
  }
  traced.start.bindStore(storage, function transform() { witness.add('transform', stackOf(fails)) })
  witness.call('traceSync', () => traced.traceSync(function fn() {}, {}))
  witness.call('traceSync', () => traced.traceSync(fails, {}))
  witness.call('traceCallback', () =>
    traced.traceCallback(function fn(callback: any) { callback(null) }, 0, {}, undefined, function called() {}))
  return traced.tracePromise(async () => {}, {})
}
