import { AsyncLocalStorage } from 'node:async_hooks'
import {
  BoundedChannel, boundedChannel, channel, install, instrument, isolate,
  subscribe, TracingChannel, tracingChannel, withScope, withStoreScope
} from 'tracescope'

// Programs that have to be refused, each in one line, in words that name the mistake: those after `@ts-expect-error`
// are part of what every compiler says.

interface Row { readonly id: number }
interface Query { sql: string, result?: Row[], error?: RangeError }
interface Span { readonly name: string }

const queries = tracingChannel<Query>('db.query')
const spans = new AsyncLocalStorage<Span>()
const numbers = new AsyncLocalStorage<number>()
const find = (id: number): Row => ({ id })
function findIn(this: { readonly db: string }, id: number): Row { return { id: id + this.db.length } }
const call = (id: number, callback: (error: Error | null, row?: Row) => void): void => callback(null, { id })
const context: Query = { sql: 'SELECT' }

// Subscribers

// @ts-expect-error does not exist in type 'TracingChannelSubscribers<Query>'. Did you mean to write 'asyncEnd'?
queries.subscribe({ asynEnd() {} })
// @ts-expect-error 'begin' does not exist in type 'TracingChannelSubscribers<Query>'
queries.subscribe({ begin() {} })
// @ts-expect-error has no properties in common with type 'TracingChannelSubscribers<Query>'
queries.subscribe(() => {})
// @ts-expect-error Type 'number' is not assignable to type 'Handler<Query>'
queries.subscribe({ start: 5 })
// @ts-expect-error Property 'statement' does not exist on type 'Query'
queries.subscribe({ start({ statement }) { return statement } })
// @ts-expect-error Property 'rows' does not exist on type 'Query & TraceOutcome'
queries.subscribe({ asyncEnd({ rows }) { return rows } })
// @ts-expect-error Property 'name' does not exist on type 'Row[]'
queries.subscribe({ asyncEnd({ result }) { return result?.name } })
// @ts-expect-error Property 'code' does not exist on type 'RangeError'
queries.subscribe({ error({ error }) { return error.code } })
// @ts-expect-error Type 'symbol' is not assignable to type 'string'
queries.subscribe({ start(_, name: string) { return name } })
// @ts-expect-error Property 'other' is missing in type 'Query'
queries.start.subscribe((message: { other: string }) => message)
// @ts-expect-error Property 'statement' does not exist on type 'Query'
subscribe<Query>('job.queued', ({ statement }) => statement)
// @ts-expect-error 'asyncEnd' does not exist in type 'BoundedChannelSubscribers<any>'
boundedChannel('db.query').subscribe({ asyncEnd() {} })

// Stores

// @ts-expect-error Type 'string' is not assignable to type 'Span'
queries.start.bindStore(spans, ({ sql }) => sql)
// @ts-expect-error Property 'name' is missing in type 'Query' but required in type 'Span'
queries.start.bindStore(spans)
// @ts-expect-error Type 'Query' is not assignable to type 'number'
queries.start.bindStore(numbers)
// @ts-expect-error Property 'statement' does not exist on type 'Query'
queries.start.bindStore(numbers, ({ statement }) => statement)
// @ts-expect-error Type 'Span' is missing the following properties from type 'AsyncLocalStorage<
queries.start.bindStore({ name: 'span' } as Span, () => 5)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Span'
withScope(spans, 'span')
// @ts-expect-error 'dispose' does not exist on type 'Disposable'
withStoreScope(queries.start, context).dispose()

// Channels and messages

// @ts-expect-error 'statement' does not exist in type 'Query'
queries.start.publish({ statement: 'SELECT' })
// @ts-expect-error Type 'number' is not assignable to type 'string'
channel<Query>('job.queued').publish({ sql: 5 })
// @ts-expect-error 'statement' does not exist in type 'Query'
withStoreScope(queries.start, { statement: 'SELECT' })
// @ts-expect-error 'statement' does not exist in type 'Query'
boundedChannel<Query>('db.query').withScope({ statement: 'SELECT' })
// @ts-expect-error Type 'string' does not satisfy the constraint 'object'
tracingChannel<string>('db.query')
// @ts-expect-error Expected 0-1 type arguments, but got 2
tracingChannel<Query, Span>('db.query')
// @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string | TracingChannelCollection<
new TracingChannel(5)
// @ts-expect-error missing the following properties from type 'TracingChannelCollection<
tracingChannel(boundedChannel('db.query'))
// @ts-expect-error is not assignable to type 'TracingChannel<{ statement: string; }>'
export const other: TracingChannel<{ statement: string }> = queries
// @ts-expect-error in type 'Bounded' is not assignable to the same property in base type 'BoundedChannel<Query>'
export class Bounded extends BoundedChannel<Query> { override withScope(): string { return '' } }

// Traces

// @ts-expect-error 'statement' does not exist in type 'Query'
queries.traceSync(find, { statement: 'SELECT' }, undefined, 5)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'
queries.tracePromise(find, context, undefined, '5')
// @ts-expect-error Expected 4 arguments, but got 3
queries.trace(find, context, undefined)
// @ts-expect-error 'table' does not exist in type '{ readonly db: string; }'
queries.traceSync(findIn, context, { table: 'rows' }, 5)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type
queries.traceSync('find', context)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'
queries.traceCallback(call, 'last', context, undefined, 5, () => {})
// @ts-expect-error Argument of type 'Query' is not assignable to parameter of type 'Until<Row>'
queries.traceUntil(find, context, context, undefined, 5)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'
isolate(find, undefined, '5')

// instrument

// @ts-expect-error Type '"callback"' is not assignable to type '"auto" | "
instrument(queries, find, { kind: 'callback' })
// @ts-expect-error NoParameterTakesACallback
instrument(queries, () => {}, { kind: 'callback' })
// @ts-expect-error Type '"async"' is not assignable to type
instrument(queries, find, { kind: 'async' })
// @ts-expect-error 'contxt' does not exist in type 'InstrumentOptions<(id: number) => Row
instrument(queries, find, { contxt: () => context })
// @ts-expect-error Type 'number' is not assignable to type 'OnlyWithKindCallback'
instrument(queries, call, { kind: 'sync', position: 1 })
// @ts-expect-error Property 'kind' is missing in type '{ optional: false; }'
instrument(queries, find, { optional: false })
// @ts-expect-error Type 'string' is not assignable to type 'number'
instrument(queries, call, { kind: 'callback', position: 'last' })
// @ts-expect-error Type '() => void' is not assignable to type 'OnlyWithoutKind'
instrument(queries, find, { kind: 'promise', until() {} })
// @ts-expect-error Property 'sql' is missing in type '{ statement: string; }'
instrument(queries, find, { context: () => ({ statement: 'SELECT' }) })
// @ts-expect-error of length '1' has no element at index '1'
instrument(queries, find, { context: ([, second]) => ({ sql: String(second) }) })
// @ts-expect-error 'table' is missing in type '{ readonly db: string; }' but required in type '{ table: string; }'
instrument(queries, findIn, { context: (_, client: { table: string }) => ({ sql: client.table }) })
// @ts-expect-error 'find' does not exist in type 'Instrumentable'
instrument(queries, { find })
// @ts-expect-error Type '"node25"' is not assignable to type 'TracingBehaviour
install({ behaviour: 'node25' })
// @ts-expect-error 'storage' does not exist in type 'InstallOptions'. Did you mean to write 'storages'?
install({ storage: true })
