import * as node from 'node:diagnostics_channel'
import { AsyncLocalStorage } from 'node:async_hooks'
import { boundedChannel, channel, tracingChannel, withScope, withStoreScope, type TracingChannel } from 'tracescope'

// What a channel knows of its context and its stores. Each `@ts-expect-error` is an error that has to be there: where a
// type gets looser, tsc complains that there is none. `Equal` fails where a type gets looser or stricter.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const is = <_T extends true>(): void => {}

interface Query { sql: string, rows?: number[] }
interface Span { id: number }

const queries = tracingChannel<Query>('db.query')
const spans = new AsyncLocalStorage<Span>()
const names = new AsyncLocalStorage<string>()
const context: Query = { sql: 'SELECT 1' }

// Subscribers
queries.subscribe({
  start(message) { is<Equal<typeof message, Query>>() },
  end(message) { is<Equal<typeof message.sql, string>>(); is<Equal<typeof message.result, unknown>>() },
  asyncEnd({ rows }) { is<Equal<typeof rows, number[] | undefined>>() },
  error(message) { is<Equal<typeof message.error, unknown>>() }
})
// @ts-expect-error no such event
queries.subscribe({ begin() {} })
// @ts-expect-error a subscriber of another message
queries.subscribe({ start(message: { other: string }) { return message } })
queries.start.subscribe((message, name) => {
  is<Equal<typeof message, Query>>()
  is<Equal<typeof name, string | symbol>>()
})
queries.start.subscribe((message: unknown) => message)
// @ts-expect-error a subscriber of another message
queries.start.subscribe((message: { other: string }) => message)
// @ts-expect-error the start has no result
queries.subscribe({ start({ result }) { return result } })
is<Equal<ReturnType<typeof queries.unsubscribe>, boolean>>()

// Stores
queries.start.bindStore(spans, (message) => {
  is<Equal<typeof message, Query>>()
  return { id: message.sql.length }
})
// @ts-expect-error a transform to something else
queries.start.bindStore(spans, (message) => message.sql)
queries.start.bindStore(names, ({ sql }) => sql)
// @ts-expect-error a store of something else
queries.start.bindStore(names)
// @ts-expect-error another message
queries.start.publish({ statement: 'SELECT 1' })

// Traces
const add = (a: number, b: number): number => a + b
is<Equal<ReturnType<typeof takeSum>, number>>()
function takeSum() { return queries.traceSync(add, context, undefined, 1, 2) }
// @ts-expect-error an argument of another type
queries.traceSync(add, context, undefined, 1, '2')
// @ts-expect-error an argument is missing
queries.traceSync(add, context, undefined, 1)
// @ts-expect-error another context
queries.traceSync(add, { statement: 'SELECT 1' }, undefined, 1, 2)
// @ts-expect-error no function
queries.traceSync('add', context)
function named(this: { name: string }, suffix: string) { return this.name + suffix }
queries.traceSync(named, context, { name: 'client' }, '!')
// @ts-expect-error another this
queries.traceSync(named, context, { title: 'client' }, '!')
function takePromise() { return queries.tracePromise(async (id: number) => ({ id }), context, undefined, 1) }
is<Equal<ReturnType<typeof takePromise>, Promise<{ id: number }>>>()
queries.traceCallback(
  (sql: string, done: (error: unknown) => void) => done(sql), -1, context, undefined, 'SELECT 1', () => {}
)
// @ts-expect-error an argument of another type
queries.traceCallback((sql: string, done: () => void) => done(), -1, context, undefined, 1, () => {})

// Scopes
const bounded = boundedChannel<Query>('db.query')
bounded.run(context, () => {})
// @ts-expect-error another context
bounded.withScope({ statement: 'SELECT 1' })
bounded.withScope(context)[Symbol.dispose]()
withStoreScope(queries.start, context)[Symbol.dispose]()
// @ts-expect-error another message
withStoreScope(queries.start, { statement: 'SELECT 1' })
withScope(spans, { id: 1 }).dispose()
// @ts-expect-error another value
withScope(spans, 'span')

// Ours where Node's are expected, and back
const takesNodeChannel = (given: node.Channel<any, any>): unknown => given.hasSubscribers
const takesNodeChannels = (given: node.TracingChannelCollection<any, any>): unknown => given.asyncEnd
const takesNodeTracing = (given: Pick<
  node.TracingChannel<any, any>, 'subscribe' | 'start' | 'asyncEnd' | 'traceSync' | 'traceCallback'
>): unknown => given.start
takesNodeChannel(queries.start)
takesNodeChannel(channel('db.query'))
takesNodeChannels(queries)
takesNodeTracing(queries)
// @ts-expect-error not a channel
takesNodeChannel({ name: 'db.query' })
node.tracingChannel(queries)
tracingChannel(node.tracingChannel<any, any>('db.query'))
tracingChannel(node.tracingChannel('db.query'))
boundedChannel(node.tracingChannel('db.query'))
withStoreScope(node.channel('db.query'), context)
// Node's own types let a channel of unknown messages be one of known ones only where it says `any`.
const untyped: node.Channel<any, any> = node.channel('db.query')
const back: TracingChannel<Query>['start'] = untyped
back.publish(context)
