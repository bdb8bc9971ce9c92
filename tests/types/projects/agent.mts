import { AsyncLocalStorage } from 'node:async_hooks'
import * as host from 'node:diagnostics_channel'
import * as fromEsm from 'library/esm'
import * as fromCjs from 'library/cjs'
import * as fromJsdoc from 'library/jsdoc'
import fromJsdocCjs from 'library/jsdoc-cjs'
import {
  boundedChannel, instrument, isolate, subscribe, TracingChannel, tracingChannel, withScope, withStoreScope,
  type BoundedChannel, type TracingChannelSubscribers, type TypedChannel
} from 'tracescope'

interface Span { name: string, rows?: number }
interface Query { sql: string, result?: ReadonlyArray<{ id: number }> }

const spans = new AsyncLocalStorage<Span>()
const statements = new AsyncLocalStorage<string>()
const messages = new AsyncLocalStorage<Query | undefined>()

const handlers: TracingChannelSubscribers<Query> = {
  start({ sql }, name) { console.log(sql.length, name) },
  asyncEnd({ result }) { spans.getStore()!.rows = result?.length ?? 0 },
  error({ error }) { console.log(String(error)) }
}

function watch(channel: TracingChannel<Query>): void {
  channel.start.bindStore(spans, ({ sql }) => ({ name: sql }))
  channel.start.bindStore(statements, ({ sql }) => sql)
  channel.asyncStart.bindStore(messages)
  channel.subscribe(handlers)
}

// Channels of a library with an older copy of the package, of either format.
for (const channel of [fromEsm.queries, fromCjs.queries, fromJsdoc.queries, fromJsdocCjs.queries]) watch(channel)
fromEsm.queries.start.bindStore(spans, ({ sql }) => ({ name: sql }))
fromCjs.queries.start.bindStore(statements, ({ sql }) => sql)
fromCjs.queries.subscribe({ asyncEnd({ result }) { console.log(result?.[0]?.id) } })
fromEsm.connects.subscribe({ end({ host, result }) { console.log(host, result) } })

const sameJobs: Array<BoundedChannel<{ id: number }>> = [
  fromEsm.jobs, fromCjs.jobs, fromJsdoc.jobs, fromJsdocCjs.jobs, new fromEsm.Jobs('job'), new fromJsdoc.Jobs('job')
]
for (const job of sameJobs) boundedChannel(job).run({ id: 5 }, (count: number) => count + 1, undefined, 1).toFixed()
const queued: TypedChannel<{ id: number }> = fromEsm.queued
queued.subscribe(({ id }) => id.toFixed())

// And what takes a channel takes theirs.
const ours: TracingChannel<Query> = tracingChannel(fromCjs.queries)
if (fromCjs.queries instanceof TracingChannel) watch(fromCjs.queries)
withStoreScope(fromEsm.queries.start, { sql: 'SELECT' })[Symbol.dispose]()
withScope(spans, { name: 'job' }).dispose()
const traced = instrument(fromJsdoc.queries, async (sql: string) => [{ id: sql.length }], {
  kind: 'promise', context: ([sql]) => ({ sql })
})
void traced('SELECT').then(([row]) => row?.id.toFixed())
void isolate(async () => ours.tracePromise(async (id: number) => ({ id }), { sql: 'SELECT' }, undefined, 5))
  .then(({ id }) => id.toFixed())
void new fromEsm.Client('host').query('SELECT').then(([row]) => row?.id.toFixed())
void fromCjs.promised(async (id: number) => [{ id }])(5)
fromCjs.calledBack((done: () => void, id: number) => { done(); id.toFixed() })(() => {}, 5)

// Node's own names beside ours.
subscribe<{ id: number }>('client.queued', ({ id }) => id.toFixed())
host.tracingChannel(fromEsm.queries)
tracingChannel(host.tracingChannel('client.query')).subscribe({ start() {} })
const asHosts: host.Channel<any, any> = fromCjs.queries.start
asHosts.subscribe(() => {})
