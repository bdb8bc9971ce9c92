import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises'

// Misuses of traces and of what is subscribed to them, each beside the right form, by the API or the host's own
// channels: `trace-misuses api|host|shim|node26 [idle]`. Prints for each program what was warned of, as
// `code@function`, and what the program gave: that is the same without strict mode.

const [kind, idle] = process.argv.slice(2) as [string, string?]

const tracescope: typeof import('tracescope') = require('tracescope')
if (kind === 'shim' || kind === 'node26') tracescope.install(kind === 'node26' ? { behaviour: 'node26' } : {})
const { tracingChannel, boundedChannel }: any = kind === 'api' ? tracescope : diagnosticsChannel

const isApi = kind === 'api'
const store = new AsyncLocalStorage<unknown>()
const traced: any = tracingChannel('misused')
if (!idle) {
  traced.start.bindStore(store)
  traced.subscribe({ start() {}, asyncEnd() {} })
}

const resolved = async () => 1
const later = async (ms = 2) => { await sleep(ms); return 1 }
const sync = () => 1
const attempt = (fn: () => unknown): unknown => {
  try {
    return fn()
  } catch (error) {
    return (error as Error).name
  }
}

const programs: Record<string, () => unknown> = {
  // What traceSync is given.
  wrongTraceSync() { return traced.traceSync(later, {}) },
  wrongTraceSyncResolved() { return traced.traceSync(resolved, {}) },
  wrongTraceSyncPromise() { return traced.traceSync(() => sleep(1, 1), {}) },
  rightTraceSync() { return traced.traceSync(sync, {}) },
  rightTraceSyncSettled() { return traced.traceSync(() => Promise.resolve(1), {}) },
  rightTraceSyncRejected() {
    return traced.traceSync(() => Promise.reject(new Error('rejected')), {}).catch(() => 'caught')
  },

  // What tracePromise is given.
  wrongTracePromise() { return traced.tracePromise(sync, {}) },
  rightTracePromise() { return traced.tracePromise(later, {}) },
  rightTracePromiseThenable() {
    return traced.tracePromise(() => ({ then(done: (value: number) => void) { done(1) } }), {})
  },
  rightTracePromiseFails() { return attempt(() => traced.tracePromise(() => { throw new RangeError('thrown') }, {})) },

  // What traceCallback is given.
  wrongTraceCallback() {
    return traced.traceCallback(async (_done: () => void) => { await sleep(1) }, 0, {}, undefined, () => {})
  },
  wrongTraceCallbackRejected() {
    return traced.traceCallback(
      async (_done: () => void) => { await sleep(1); throw new Error('rejected') }, 0, {}, undefined, () => {}
    ).catch(() => 'caught')
  },
  rightTraceCallback() {
    return new Promise((resolve) => traced.traceCallback(
      (done: (error: null, value: number) => void) => setTimeout(() => done(null, 1), 1), 0, {}, undefined,
      (_: null, value: number) => resolve(value)
    ))
  },
  rightTraceCallbackAsync() {
    let given: unknown
    return traced.traceCallback(
      async (done: (error: null, value: number) => void) => { await sleep(1); done(null, 2) }, 0, {}, undefined,
      (_: null, value: number) => { given = value }
    )
      .then(() => given)
  },

  // The context.
  wrongContextNumber() { return attempt(() => traced.traceSync(sync, 5)) },
  wrongContextNull() { return attempt(() => traced.traceSync(sync, null)) },
  wrongContextFrozen() { return attempt(() => traced.traceSync(sync, Object.freeze({ sql: 1 }))) },
  wrongContextSealed() { return attempt(() => traced.traceSync(sync, Object.preventExtensions({ result: 1 }))) },
  wrongContextGetter() { return attempt(() => traced.traceSync(sync, { get result() { return 1 } })) },
  wrongContextOfCallback() {
    return attempt(() => traced.traceCallback((done: () => void) => done(), 0, Object.freeze({}), undefined, () => {}))
  },
  rightContextNone() { return traced.traceSync(sync) },
  rightContextWithout() { return traced.traceSync(sync, { __proto__: null }) },
  rightContextSealed() {
    return traced.traceSync(sync, Object.preventExtensions({ result: undefined, error: undefined }))
  },
  rightContextProxy() { return traced.traceSync(sync, new Proxy({}, {})) },
  rightContextClass() {
    return traced.traceSync(sync, new (class {
      #result: unknown
      set result(value: unknown) { this.#result = value }
      get result() { return this.#result }
    })())
  },

  // One context for two traces.
  async wrongShared() {
    const context = {}
    return Promise.all([1, 2].map((ms) => traced.tracePromise(later, context, undefined, ms)))
  },
  wrongSharedNested() {
    const context = {}
    return traced.traceSync(function wrongSharedInner() { return traced.traceSync(sync, context) }, context)
  },
  async rightShared() {
    const context = {}
    return [
      await traced.tracePromise(later, context),
      await traced.tracePromise(later, context),
      traced.traceSync(sync, context)
    ]
  },
  rightSharedFailed() {
    const context = {}
    attempt(() => traced.traceSync(() => { throw new RangeError('thrown') }, context))
    return traced.traceSync(sync, context)
  },
  rightNested() { return traced.traceSync(() => traced.traceSync(sync, {}), {}) },

  // Subscribers.
  wrongHandlerName() { return traced.subscribe({ asynEnd() {} }) },
  wrongHandlerFunction() { return traced.subscribe(() => {}) },
  wrongHandlerOfInstance() { return traced.subscribe(new (class { asyncend = () => {} })()) },
  rightHandlers() {
    const handlers = { start() {}, end() {}, asyncStart() {}, asyncEnd() {}, error() {}, name: 'agent' }
    traced.subscribe(handlers)
    return traced.unsubscribe(handlers)
  },
  rightHandlersOfInstance() {
    const agent = new (class { spans = new Map(); report = () => {}; start(): void {} })()
    traced.subscribe(agent)
    return traced.unsubscribe(agent)
  },

  ...boundedChannel && {
    wrongBoundedHandler() { return boundedChannel('misused.bounded').subscribe({ asyncEnd() {} }) },
    rightBoundedHandlers() { return boundedChannel('misused.bounded').subscribe({ start() {}, end() {} }) }
  },

  ...isApi && {
    wrongIterator() { return traced.traceIterator(() => [1], {}) },
    wrongIteratorPromise() { return traced.traceIterator(async () => [1], {}) },
    rightIterator() { return [...traced.traceIterator(function* () { yield 1 }, {})] },
    rightIteratorPromise() {
      return traced.traceIterator(async () => [1].values(), {}).then((items: Iterable<number>) => [...items])
    },
    wrongInstrumented() { return tracescope.instrument(traced, later, { kind: 'sync' })() },
    rightInstrumented() { return tracescope.instrument(traced, later)() },
    wrongOption() { return attempt(() => tracescope.install({ storage: true } as never).uninstall()) },
    rightOption() { return attempt(() => tracescope.install({ storages: false }).uninstall()) },
    wrongContextOfTrace() { return attempt(() => traced.trace(sync, 'context')) },
    wrongContextOfUntil() { return attempt(() => traced.traceUntil(sync, () => {}, Object.freeze({}))) }
  }
}

let reports: string[] = []

process.on('warning', ({ name, code, message, detail }: any) => {
  if (name !== 'TracescopeWarning') return
  // The call may be in a function of the program that has no name.
  const [at = 'nowhere'] = /(?:wrong|right)\w+/.exec(detail) ?? []
  reports.push(`${code}@${at}: ${message}`)
})

async function main(): Promise<void> {
  const outcomes: Record<string, { reports: string[], gave: unknown }> = {}
  for (const [name, program] of Object.entries(programs)) {
    reports = []
    // Each place is told of once.
    let givesObjects = false
    for (let i = 0; i < 2; i++) if (typeof program() === 'object') givesObjects = true
    const gave = await program()
    // Nobody keeps the promises of the other calls.
    if (givesObjects) globalThis.gc?.()
    for (let turn = 0; turn < 3; turn++) await endOfTurn()
    outcomes[name] = { reports, gave: gave ?? 'nothing' }
  }
  process.stdout.write(JSON.stringify(outcomes))
}

const unhandled: string[] = []
process.on('unhandledRejection', (reason: any) => unhandled.push(reason.message))
void main()
