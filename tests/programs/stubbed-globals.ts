import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, tracingChannel } from 'node:diagnostics_channel'

// Replaces something that every program may replace, e.g. by the clock of a test, and traces for the first time
// thereafter: `stubbed-globals setTimeout`. Prints what was seen of the trace, what was called of the stub, and of what
// the process heard.

const log: string[] = []
const { setTimeout: later } = globalThis
const { write } = process.stdout
const arrayIterator = Object.getPrototypeOf([][Symbol.iterator]())
const mapIterator = Object.getPrototypeOf(new Map().entries())

/** Puts something in place that notes each call, and does nothing. */
const stub = (target: any, name: string) => (): void => {
  target[name] = () => { log.push(`called ${name}`) }
}

const STUBS: Readonly<Record<string, () => void>> = {
  'nothing'() {},
  'setTimeout': stub(globalThis, 'setTimeout'),
  'setImmediate': stub(globalThis, 'setImmediate'),
  'queueMicrotask': stub(globalThis, 'queueMicrotask'),
  'clearTimeout': stub(globalThis, 'clearTimeout'),
  'process.nextTick': stub(process, 'nextTick'),
  'process.emitWarning': stub(process, 'emitWarning'),
  'Promise.resolve': stub(Promise, 'resolve'),
  'Promise.all': stub(Promise, 'all'),
  'Promise.prototype.then': stub(Promise.prototype, 'then'),
  'Promise.prototype.finally': stub(Promise.prototype, 'finally'),
  'the next of arrays': stub(arrayIterator, 'next'),
  'the next of maps': stub(mapIterator, 'next'),
  'Map.prototype.entries': stub(Map.prototype, 'entries'),
  'Object.keys': stub(Object, 'keys')
}

for (const origin of ['uncaughtException', 'unhandledRejection']) process.on(origin, (error) =>
  log[log.length] = `${origin} ${error.message}`)

const store = new AsyncLocalStorage<any>()
const bound = channel('stubbed-globals')
const traced = tracingChannel<any>('stubbed-globals')
bound.bindStore(store)
traced.start.bindStore(store)
const look = (where: string): void => { log[log.length] = `${where} ${store.getStore()?.name}` }

function attempt(fn: () => unknown): void {
  try {
    fn()
  } catch (error) {
    log[log.length] = `threw ${(error as Error).message}`
  }
  look('after')
}

STUBS[process.argv[2]!]!()
attempt(() => bound.runStores({ name: 'run' }, () => look('inside')))
attempt(() => traced.traceSync(() => look('inside'), { name: 'trace' }))
later(() => {
  log[log.length] = 'alive'
  Reflect.apply(write, process.stdout, [JSON.stringify(log)])
}, 20)
