import { AsyncLocalStorage } from 'node:async_hooks'
import * as host from 'node:diagnostics_channel'
import everything, {
  BoundedChannel, boundedChannel, channel, install, instrument, RunScope, subscribe, TracingChannel, tracingChannel,
  unsubscribe, withStoreScope, type Installation, type Instrumentable, type InstrumentKind, type InstrumentOptions,
  type LeftToHost, type TracingBehaviour
} from 'tracescope'

// What a user writes, and what has to be refused. Never run: see check.js.

interface Row { readonly id: number }
interface Query { sql: string, rows?: Row[] }
interface Span { readonly name: string }

/** Fails to compile unless the two types are the same: neither may be looser, and neither `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
function expectSame<_Verdict extends true>(): void {}

const queries = tracingChannel<Query>('db.query')
const spans = new AsyncLocalStorage<Span>()
const messages = new AsyncLocalStorage<Query>()
const numbers = new AsyncLocalStorage<number>()

// subscribe

queries.subscribe({
  start(context) { expectSame<Same<typeof context, Query>>() },
  end(context) { expectSame<Same<typeof context.sql, string>>() },
  asyncEnd({ result, rows }) {
    expectSame<Same<typeof result, unknown>>()
    expectSame<Same<typeof rows, Row[] | undefined>>()
  },
  error({ error }) { expectSame<Same<typeof error, unknown>>() }
})
queries.subscribe({ asyncStart() {} })
const named = {
  start(context: Query, name: string | symbol) { return [context, name] },
  error(context: Query, name: string | symbol) { return [context, name] }
}
queries.subscribe(named)
queries.unsubscribe(named)
queries.subscribe({
  start(_, name) { expectSame<Same<typeof name, string | symbol>>() },
  end(_, name) { expectSame<Same<typeof name, string | symbol>>() },
  asyncStart(_, name) { expectSame<Same<typeof name, string | symbol>>() },
  asyncEnd(_, name) { expectSame<Same<typeof name, string | symbol>>() },
  error(_, name) { expectSame<Same<typeof name, string | symbol>>() }
})
declare const theirs: host.TracingChannelSubscribers<Query>
queries.subscribe(theirs)
queries.unsubscribe(theirs)
// @ts-expect-error the name may be a symbol
queries.subscribe({ start(_, name: string) {} })
const unsubscribed: boolean = queries.unsubscribe({ start() {} })
queries.start.subscribe((context, name) => {
  expectSame<Same<typeof context, Query>>()
  expectSame<Same<typeof name, string | symbol>>()
})
// @ts-expect-error no such event
queries.subscribe({ begin() {} })
// @ts-expect-error no such property in the context
queries.subscribe({ start({ statement }) {} })
// @ts-expect-error another context
queries.start.subscribe((context: { statement: string }) => {})

// bindStore

queries.start.bindStore(spans, (context) => {
  expectSame<Same<typeof context, Query>>()
  return { name: context.sql }
})
queries.start.bindStore(numbers, ({ sql }) => sql.length)
queries.start.bindStore(messages)
queries.start.bindStore(new AsyncLocalStorage<Query | undefined>())
queries.start.bindStore(new AsyncLocalStorage<{ readonly sql: string }>())
queries.start.bindStore(new AsyncLocalStorage<object>())
queries.start.bindStore(new AsyncLocalStorage())
queries.start.bindStore(new AsyncLocalStorage<any>())
const bound: boolean = queries.start.unbindStore(spans)
// @ts-expect-error a transform gives what the store holds
queries.start.bindStore(spans, ({ sql }) => sql)
// @ts-expect-error without a transform a store gets the context
queries.start.bindStore(numbers)
// @ts-expect-error a span is not a query, so that it takes a transform
queries.start.bindStore(spans)
// @ts-expect-error nor is it by way of the collection
boundedChannel(queries).start.bindStore(spans)
tracingChannel('db.query').start.bindStore(spans)
function bindAll<Message extends object>(channel: TracingChannel<Message>, store: AsyncLocalStorage<Message>): void {
  channel.start.bindStore(store)
  channel.start.bindStore(spans, () => ({ name: 'all' }))
  // @ts-expect-error a message may be anything
  channel.start.bindStore(spans)
}

// result and error

interface Answered { sql: string, result?: Row[], error?: RangeError }
const answered = tracingChannel<Answered>('db.query')
answered.subscribe({
  end({ result, error }) {
    expectSame<Same<typeof result, Row[] | undefined>>()
    expectSame<Same<typeof error, RangeError | undefined>>()
  },
  asyncStart({ result }) { expectSame<Same<typeof result, Row[] | undefined>>() },
  asyncEnd({ result }) { expectSame<Same<typeof result, Row[] | undefined>>() },
  error({ error, result }) {
    expectSame<Same<typeof error, RangeError>>()
    expectSame<Same<typeof result, Row[] | undefined>>()
  }
})
answered.asyncEnd.subscribe(({ result }) => { expectSame<Same<typeof result, Row[] | undefined>>() })
answered.error.subscribe(({ error }) => { expectSame<Same<typeof error, RangeError>>() })
queries.end.subscribe(({ result }) => { expectSame<Same<typeof result, unknown>>() })
queries.error.subscribe(({ error }) => { expectSame<Same<typeof error, unknown>>() })
// @ts-expect-error a result is a list of rows
answered.subscribe({ asyncEnd({ result }) { result?.sql } })

// channel, subscribe, unsubscribe

const queued = channel<Query>('job.queued')
queued.subscribe(({ sql }, name) => {
  expectSame<Same<typeof sql, string>>()
  expectSame<Same<typeof name, string | symbol>>()
})
queued.publish({ sql: 'SELECT' })
channel('job.queued').publish('anything')
subscribe<Query>('job.queued', ({ sql }) => { expectSame<Same<typeof sql, string>>() })
subscribe('job.queued', ({ sql }: Query) => sql)
const left: boolean = unsubscribe<Query>('job.queued', ({ sql }) => sql)
everything.channel<Query>('job.queued').subscribe(({ sql }) => { expectSame<Same<typeof sql, string>>() })
// @ts-expect-error another message
queued.publish({ statement: 'SELECT' })
// @ts-expect-error no such property in the message
subscribe<Query>('job.queued', ({ statement }) => statement)

// Classes

class Bounded extends BoundedChannel<Query> {
  override get hasSubscribers(): boolean { return super.hasSubscribers }
  override withScope(context: Query): Disposable { return super.withScope(context) }
  count = 0
}
new Bounded('db.query').subscribe({ start({ sql }) { expectSame<Same<typeof sql, string>>() } })
class Anything extends TracingChannel {}
new Anything('db.query').traceSync(() => 5)
declare const maybe: unknown
if (maybe instanceof TracingChannel) expectSame<Same<typeof maybe, TracingChannel>>()
if (maybe instanceof BoundedChannel) maybe.run(null, () => {})
if (maybe instanceof RunScope) maybe.dispose()
const made: TracingChannel<Query> = new TracingChannel<Query>('db.query')
// @ts-expect-error no channel
new TracingChannel(5)

// Traces

function find(this: { readonly db: string }, id: number, table = 'rows'): Row {
  return { id: id + table.length + this.db.length }
}
async function findLater(id: number): Promise<Row> { return { id } }
function* list(from: number): Generator<Row, string, boolean> { if (yield { id: from }) return 'left'; return 'all' }
async function* listLater(from: number): AsyncGenerator<Row, string> { yield { id: from }; return 'all' }
function call(id: number, callback: (error: Error | null, row?: Row) => void): string {
  callback(null, { id })
  return 'called'
}

const query: Query = { sql: 'SELECT' }
const self = { db: 'test' }

for (const result of [
  queries.traceSync(find, query, self, 5),
  queries.trace(find, query, self, 5, 'table'),
  queries.traceIterator(find, query, self, 5)
]) {
  expectSame<Same<typeof result, Row>>()
}
const promise = queries.tracePromise(findLater, query, undefined, 5)
const promiseToo = queries.trace(findLater, query, undefined, 5)
expectSame<Same<typeof promise | typeof promiseToo, Promise<Row>>>()
const iterator = queries.traceIterator(list, query, undefined, 5)
const asyncIterator = queries.trace(listLater, query, undefined, 5)
expectSame<Same<typeof iterator, Generator<Row, string, boolean>>>()
expectSame<Same<typeof asyncIterator, AsyncGenerator<Row, string>>>()
const called = queries.traceCallback(call, -1, query, undefined, 5, () => {})
expectSame<Same<typeof called, string>>()
queries.traceSync(() => {})
queries.trace(() => {}, { sql: 'SELECT', rows: [] })

for (const trace of ['traceSync', 'tracePromise', 'trace', 'traceIterator'] as const) {
  // @ts-expect-error another context
  queries[trace](() => {}, { statement: 'SELECT' })
  // @ts-expect-error an argument of another type
  queries[trace](find, query, self, '5')
  // @ts-expect-error an argument is missing
  queries[trace](find, query, self)
  // @ts-expect-error another this
  queries[trace](find, query, { table: 'rows' }, 5)
  // @ts-expect-error no function
  queries[trace]('find', query)
}
// @ts-expect-error a position is a number
queries.traceCallback(call, 'last', query, undefined, 5, () => {})
// @ts-expect-error an argument of another type
queries.traceCallback(call, -1, query, undefined, '5', () => {})

// instrument

const wrapped = instrument(queries, find, {
  kind: 'sync',
  context(args, thisArg) {
    expectSame<Same<typeof args, Parameters<typeof find>>>()
    expectSame<Same<typeof thisArg, { readonly db: string }>>()
    return { sql: `SELECT ${args[0]}` }
  }
})
expectSame<Same<typeof wrapped, typeof find>>()
class Client {
  static readonly version = 1
  readonly host: string
  constructor(host: string) { this.host = host }
  query(sql: string): string { return sql }
  declared(this: Client, sql: string): string { return sql }
}
instrument(queries, Client.prototype.declared, {
  context([sql], client) { expectSame<Same<typeof client, Client>>(); return { sql: sql + client.host } }
})
Client.prototype.query = instrument(queries, Client.prototype.query, {
  kind: 'sync', context: ([sql], client: Client) => ({ sql: sql + client.host })
})
instrument(queries, Client.prototype.query, {
  context([sql], client) { expectSame<Same<typeof client, unknown>>(); return { sql } }
})
// @ts-expect-error another receiver than the one that the method declares
instrument(queries, Client.prototype.declared, { context: ([sql], client: { database: string }) =>
  ({ sql: sql + client.database }) })
const WrappedClient = instrument(queries, Client, { context: ([host]) => ({ sql: host }) })
expectSame<Same<typeof WrappedClient, typeof Client>>()
instrument(queries, findLater, { kind: 'promise' })
instrument(queries, call, { kind: 'callback', position: 1 })
instrument(queries, list, { kind: 'iterator' })
instrument('db.query', findLater, { context: ([id]) => ({ id }) })
instrument(queries, call, { kind: 'callback' })
for (const kind of ['sync', 'promise', 'auto'] satisfies InstrumentKind[]) instrument(queries, find, { kind })
instrument(queries, call, { kind: 'callback', optional: true })
// @ts-expect-error no function among the parameters
instrument(queries, find, { kind: 'callback' })
// @ts-expect-error nor here
instrument(queries, () => {}, { kind: 'callback' })
function helper<Fn extends (...args: any[]) => any>(fn: Fn): Fn {
  return instrument('db.query', fn, { kind: 'callback', position: 0 })
}
function passOn<Fn extends Instrumentable>(fn: Fn, options?: InstrumentOptions<Fn>): Fn {
  return instrument('db.query', fn, options)
}
passOn(call, { kind: 'callback', context: ([id]) => { expectSame<Same<typeof id, number>>(); return { id } } })
instrument('db.query', (...args: any[]) => args, { kind: 'callback' })
instrument('db.query', (...args: unknown[]) => args, { kind: 'callback' })
instrument('db.query', (sql, done) => done(sql), { kind: 'callback', context: ([sql]) => ({ sql }) })
instrument('db.query', (sql) => sql.length, { context: ([sql]) => ({ sql }) })
// @ts-expect-error whether it is optional is a question of callbacks
instrument(queries, call, { kind: 'auto', optional: true })

function read(path: string): Promise<string>
function read(path: string, callback: (text: string) => void): void
function read(path: string, encoding: 'utf8', callback: (text: string) => void): void
function read(..._args: any[]): any {}
const wrappedRead = instrument(queries, read, {
  context(args) {
    expectSame<Same<
      typeof args,
      [path: string] | [path: string, callback: (text: string) => void] |
        [path: string, encoding: 'utf8', callback: (text: string) => void]
    >>()
    return { sql: args[0] }
  }
})
expectSame<Same<typeof wrappedRead, typeof read>>()
instrument(queries, read, { kind: 'callback' })
class Singleton {
  static readonly only = new Singleton()
  private constructor() {}
}
expectSame<Same<typeof Singleton, ReturnType<typeof wrapSingleton>>>()
function wrapSingleton() { return instrument(queries, Singleton) }
class Overloaded {
  constructor(host: string)
  constructor(port: number, host: string)
  constructor(..._args: any[]) {}
}
instrument(queries, Overloaded, {
  context(args) {
    expectSame<Same<typeof args, [host: string] | [port: number, host: string]>>()
    return { sql: '' }
  }
})
instrument(queries, findLater, {
  until(returned, finish) {
    expectSame<Same<typeof returned, Promise<Row>>>()
    returned.then((row) => finish(undefined, row), finish)
  }
})
const untilClosed = queries.traceUntil(find, (row, finish) => finish(null, row.id), query, self, 5)
expectSame<Same<typeof untilClosed, Row>>()
// @ts-expect-error an operation is over by its kind or when it is said
instrument(queries, findLater, { kind: 'promise', until() {} })
// @ts-expect-error an option that there is not
instrument(queries, find, { contxt: () => query })
instrument(queries, call, { kind: 'callback', position: 1, context: ([id]) => ({ sql: `SELECT ${id}` }) })
const options: InstrumentOptions<typeof call, Query> = { kind: 'callback', position: 1 }
instrument(queries, call, options)
for (const kind of ['sync', 'promise', 'iterator', 'auto'] as const) {
  // @ts-expect-error there is no callback to have a position
  instrument(queries, find, { kind, position: 1 })
}
// @ts-expect-error there is no callback to have a position
instrument(queries, call, { position: 1 })
// @ts-expect-error a kind that there is not
instrument(queries, find, { kind: 'async' })
// @ts-expect-error another context
instrument(queries, find, { context: () => ({ statement: 'SELECT' }) })
// @ts-expect-error an argument that there is not
instrument(queries, find, { context: ([, , third]) => ({ sql: third }) })
// @ts-expect-error no function
instrument(queries, { find })
// @ts-expect-error a position is a number
instrument(queries, call, { kind: 'callback', position: 'last' })
// @ts-expect-error the wrapper takes what the function takes
wrapped.call(self, '5')

// Our channels where Node's are expected, and back

const asHosts: host.TracingChannel = tracingChannel<any>('db.query')
const asHostsChannel: host.Channel = queries.start
const collection: host.TracingChannelCollection = tracingChannel<any>('db.query')
void host.tracingChannel(tracingChannel<any>('db.query'))
const fromHosts: TracingChannel = tracingChannel(host.tracingChannel('db.query'))
const fromCollection: TracingChannel = tracingChannel(collection)
instrument(asHosts, find)
instrument(host.tracingChannel('db.query'), find)
boundedChannel(host.tracingChannel('db.query')).run({}, () => {})
withStoreScope(host.channel('db.query'), query)[Symbol.dispose]()
withStoreScope(queries.start, query)[Symbol.dispose]()
// @ts-expect-error another message
withStoreScope(queries.start, { statement: 'SELECT' })
const bounded = boundedChannel<Query>('db.query')
bounded.subscribe({ start(context) { expectSame<Same<typeof context, Query>>() } })
bounded.subscribe({ end(_, name) { expectSame<Same<typeof name, string | symbol>>() } })
// @ts-expect-error another context
bounded.withScope({ statement: 'SELECT' })

void [unsubscribed, asHostsChannel, fromHosts, fromCollection, bindAll, bound, left, made, helper, passOn]

// install

const installation = install({ storages: true })
expectSame<Same<typeof installation, Installation>>()
expectSame<Same<typeof installation.active, boolean>>()
expectSame<Same<typeof installation.behaviour, TracingBehaviour>>()
expectSame<Same<typeof installation.contextBackend, 'frame' | 'resource' | 'portable'>>()
expectSame<Same<typeof installation.left, readonly LeftToHost[]>>()
for (const { method, reason } of installation.left) expectSame<Same<typeof method | typeof reason, string>>()
// @ts-expect-error what was left can't be changed
installation.left.push({ method: 'TracingChannel#traceSync', reason: 'none' })
// @ts-expect-error nor can what was installed
installation.active = false
