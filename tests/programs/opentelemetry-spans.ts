import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isolate, tracingChannel } from 'tracescope'

// Runs the recipe of docs/agents.md for OpenTelemetry with a real SDK, and prints the spans that it exports:
// `node opentelemetry-spans FOLDER`, where the recipe is `recipe.mjs`, and the SDK can be loaded.

const folder = process.argv[2]!
const load = createRequire(join(folder, 'recipe.mjs'))
const { context, createContextKey, diag, trace } = load('@opentelemetry/api')
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = load(process.argv[3]!)

const complaints: unknown[] = []
const complain = (...what: unknown[]): void => { complaints.push(what.map(String)) }
diag.setLogger({ error: complain, warn: complain, info() {}, debug() {}, verbose() {} })

const exporter = new InMemorySpanExporter()
let started = 0
const counter = { onStart() { started++ }, onEnd() {}, async forceFlush() {}, async shutdown() {} }
const provider = TracerProvider
  ? new TracerProvider({ spanProcessors: [counter, new SimpleSpanProcessor({ exporter })] })
  : new BasicTracerProvider({ spanProcessors: [counter, new SimpleSpanProcessor(exporter)] })
trace.setGlobalTracerProvider(provider)

const channel = tracingChannel('client.query')
const tracer = trace.getTracer('application')
const active = (): string | undefined => trace.getSpan(context.active())?.name
const seen: Record<string, unknown> = {}

/** A span of the application's own, as a server has one for each request. */
function inSpan(name: string, fn: () => unknown): Promise<void> {
  return tracer.startActiveSpan(name, async (span: any) => {
    await fn()
    span.end()
  })
}

const query = <Result>(sql: string, fn: () => Result): Result => channel.trace(fn, { sql })

async function request(name: string): Promise<void> {
  await inSpan(name, async () => {
    await query(`${name}: outer`, async () => {
      query(`${name}: before an await`, () => 1)
      await setTimeout(1)
      await query(`${name}: after an await`, async () => {
        await setTimeout(1)
        tracer.startSpan(`${name}: innermost`).end()
      })
    })
    query(`${name}: next`, () => 2)
  })
}

async function* rows(): AsyncGenerator<number> {
  yield 1
  await setTimeout(1)
  query('between rows', () => 3)
  yield 2
}

async function failures(): Promise<void> {
  try {
    query('throws', () => { throw new Error('at once') })
  } catch {}
  await query('rejects', async () => {
    await setTimeout(1)
    throw new Error('later')
  }).catch(() => {})
}

async function callbacks(): Promise<void> {
  const later = (done: (error: Error | null) => void): void => { void setTimeout(1).then(() => done(null)) }
  await new Promise((resolve) => channel.traceCallback(later, 0, { sql: 'calls back later' }, undefined, resolve))
  channel.traceCallback(
    (done: (error: Error | null) => void) => done(null), 0, { sql: 'calls back at once' }, undefined, () => {}
  )
}

/** What OpenTelemetry asks of a context manager. */
function manager(): void {
  const key = createContextKey('test')
  const other = context.active().setValue(key, 'value')
  const self = {}
  seen['with'] = context.with(
    other,
    function (this: unknown, ...args: unknown[]) { return [this === self, ...args, context.active().getValue(key)] },
    self, 1, 2
  )
  seen['bind'] = context.bind(
    other, function (this: unknown, arg: unknown) { return [this === self, arg, context.active().getValue(key)] }
  ).call(self, 3)
  const emitter = context.bind(other, new EventEmitter())
  emitter.on('event', () => { seen['bind to an emitter'] = context.active().getValue(key) })
  emitter.emit('event')
  if (context.attach) {
    isolate(() => {
      const token = context.attach(other)
      const within = context.active().getValue(key)
      token.dispose()
      seen['attach'] = [within, context.active().getValue(key) ?? 'gone']
    })
  }
  seen['active afterwards'] = active() ?? 'none'
}

/** What is active in code that is still running when the manager is disabled, as by `context.disable()`. */
async function disable(): Promise<void> {
  const manager = context._getContextManager()
  const key = createContextKey('disabled')
  const other = context.active().setValue(key, 'value')
  await context.with(other, async () => {
    const isRoot = (): boolean => manager.active().getValue(key) === undefined
    const disabled: Record<string, unknown> = { chains: manager.disable() === manager, 'at once': isRoot() }
    await null
    disabled['after an await'] = isRoot()
    disabled['enabled again'] = manager.enable().with(other, () => manager.active().getValue(key))
    seen['disabled'] = disabled
  })
}

async function main(): Promise<void> {
  await import(pathToFileURL(join(folder, 'recipe.mjs')).href)
  await Promise.all([request('one'), request('two')])
  await inSpan('reader', async () => {
    for await (const _ of channel.traceIterator(rows, { sql: 'rows' })) query('for a row', () => 4)
  })
  await inSpan('failures', failures)
  await inSpan('callbacks', callbacks)
  manager()
  await disable()
  await provider.forceFlush()
  const spans: any[] = exporter.getFinishedSpans()
  const nameOf = (id?: string): string => spans.find((span) => span.spanContext().spanId === id)?.name ?? 'none'
  process.stdout.write(JSON.stringify({
    spans: spans.map((span) => [nameOf(span.parentSpanContext?.spanId), span.name, span.status.message ?? 'ok']),
    started, seen, complaints
  }))
}

void main()
