import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { boundedChannel, install, tracingChannel, withScope, withStoreScope } from 'tracescope'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import { hostHasStoreScopes } from '../support/host.js'
import { implementation } from '../support/implementation.js'
import { EVENTS } from '../support/traced.js'

// Up to Node 25 anything with a `run(value, fn)` can be bound to a channel. There is no way into it but that.

let count = 0

/** A tracing channel with such a store bound to start, after a plain one. */
function tracedByRun(log: string[], make: (name: string) => any = tracingChannel): any {
  const traced = make(`only-run-${count++}`)
  const plain = new AsyncLocalStorage<any>()
  traced.start.bindStore(plain, () => 'plain')
  traced.start.bindStore({
    run(value: string, fn: () => unknown) {
      log.push(`run ${value}`)
      try {
        return fn()
      } finally {
        log.push('ran')
      }
    }
  }, () => 'call')
  for (const event of EVENTS) traced[event].subscribe(() => log.push(`${event} ${plain.getStore()}`))
  return traced
}

const UP_TO_25 = { skip: hostHasStoreScopes && 'the host enters stores by withScope' }
const INVALID = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /^The "channel" argument must be / }

t.test('traces go through its run', UP_TO_25, async (t) => {
  const log: string[] = []
  const traced = tracedByRun(log)
  const trace = (fn: () => unknown): string[] => {
    log.length = 0
    fn()
    return [...log]
  }
  t.same(trace(() => traced.traceSync(() => log.push('fn'), {})), ['run call', 'start plain', 'fn', 'end plain', 'ran'])
  t.same(
    trace(() => traced.traceCallback((callback: any) => callback(null), 0, {}, undefined, () => log.push('callback'))),
    ['run call', 'start plain', 'asyncStart plain', 'callback', 'asyncEnd plain', 'end plain', 'ran']
  )
  t.same(trace(() => traced.tracePromise(async () => log.push('fn'), {})), [
    'run call', 'start plain', 'fn', 'end plain', 'ran'
  ])
  t.same(trace(() => boundedChannel(traced).run({}, () => log.push('fn'))), [
    'run call', 'start plain', 'fn', 'end plain', 'ran'
  ])
  t.same(trace(() => traced.start.runStores({}, () => log.push('fn'))), ['run call', 'start plain', 'fn', 'ran'])
  log.length = 0
  t.throws(() => traced.traceSync(() => { throw new Error('from fn') }, {}), { message: 'from fn' })
  t.same(log, ['run call', 'start plain', 'error plain', 'end plain', 'ran'])
})

t.test('the shim leaves it to the host', UP_TO_25, async (t) => {
  const log: string[] = []
  const traced = tracedByRun(log, implementation('host').tracingChannel)
  traced.traceSync(() => log.push('fn'), {})
  t.same(log.splice(0), ['run call', 'start plain', 'fn', 'end plain', 'ran'])
  using _installation = install()
  traced.traceSync(() => log.push('fn'), {})
  t.same(log.splice(0), ['run call', 'start plain', 'fn', 'end plain', 'ran'])
  traced.start.runStores({}, () => log.push('fn'))
  t.same(log.splice(0), ['run call', 'start plain', 'fn', 'ran'])
})

t.test('withStoreScope refuses it before anything is entered or published', async (t) => {
  const log: string[] = []
  const traced = tracedByRun(log)
  const other = new AsyncLocalStorage<any>()
  traced.start.bindStore(other, () => { log.push('transform'); return 'entered' })
  t.throws(() => withStoreScope(traced.start, {}), INVALID)
  t.throws(() => boundedChannel<any>(traced).withScope({}), INVALID)
  t.same(log, [])
  t.equal(other.getStore(), undefined)
})

t.test('trace and traceIterator go through its run for the call, ' +
  'and leave it out of the steps', UP_TO_25, async (t) => {
  const log: string[] = []
  const traced = tracedByRun(log)
  t.equal(traced.trace(() => log.push('fn')), 3)
  t.same(log.splice(0), ['run call', 'start plain', 'fn', 'end plain', 'ran'])
  const iterator = traced.traceIterator(function* () { log.push('body') })
  t.same(log.splice(0), ['run call', 'start plain', 'end plain', 'ran'])
  iterator.next()
  t.same(log, ['body', 'asyncStart plain', 'asyncEnd plain'])
})

t.test('withScope refuses it', async (t) => {
  const log: string[] = []
  const store: any = { run: () => log.push('run') }
  t.throws(() => withScope(store, 'value'), {
    code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "storage" argument must be an instance of AsyncLocalStorage. Received an instance of Object'
  })
  t.same(log, [])
})

t.test('withStoreScope takes it again once the store is unbound', async (t) => {
  const traced = tracingChannel('only-run-unbound')
  const store: any = { run: () => {} }
  const log: unknown[] = []
  nodeDiagnosticsChannel.channel('tracing:only-run-unbound:start').subscribe((message) => log.push(message))
  traced.start.bindStore(store)
  t.throws(() => withStoreScope(traced.start, 'refused'), INVALID)
  traced.start.unbindStore(store)
  withStoreScope(traced.start, 'taken')[Symbol.dispose]()
  t.same(log, ['taken'])
})
