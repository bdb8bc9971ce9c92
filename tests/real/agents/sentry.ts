import { tracingChannel } from 'node:diagnostics_channel'
import { provideAgent } from './agent.js'
import { isTraceFrame, linesOf, type Reported } from './spans.js'

// Sentry's SDK for Node with everything it does by default, and a transport that keeps its envelopes in memory.

const Sentry: any = require('@sentry/node')
const { bindTracingChannelToSpan }: any = require('@sentry/server-utils')

const envelopes: string[] = []

Sentry.init({
  // Nobody is asked: the transport is ours.
  dsn: 'http://key@127.0.0.1:1/1',
  tracesSampleRate: 1,
  transport: () =>
    Sentry.createTransport({ recordDroppedEvent() {} }, async ({ body }: { body: string | Uint8Array }) => {
      envelopes.push(typeof body === 'string' ? body : Buffer.from(body).toString())
      return { statusCode: 200 }
    })
})

// Channels that Sentry opens spans on by itself.
const NATIVE = /^(mysql2|graphql):/

// What differs between two runs of the same program: ports, times and the state of the machine.
const OF_THE_RUN = /^((app|culture|device|os|process)\..*|.*\bport)$/

provideAgent({
  trace(name) {
    if (NATIVE.test(name)) return
    bindTracingChannelToSpan(
      tracingChannel(name),
      (message: object) =>
        Sentry.startInactiveSpan({ name, onlyIfParent: true, attributes: { keys: Object.keys(message) } }),
      { captureError: true }
    )
  },
  within: (name, fn) => Sentry.startSpan({ name }, fn),
  active() {
    const span = Sentry.getActiveSpan()
    return span && (Sentry.spanToJSON(span).description ?? Sentry.spanToJSON(span).name)
  },
  async finish() {
    await Sentry.flush()
    const items = envelopes.flatMap(itemsOf)
    const spans = items.filter(({ type }) => type === 'span').flatMap(({ payload }) => payload.items.map(reported))
    const names = new Map(spans.map(({ id, name }) => [id, name]))
    const events = items.filter(({ type }) => type === 'event').map(({ payload }) => payload)
    // For each event the source is read of the files in its stack, so that they come in any order.
    return [
      ...linesOf(spans),
      ...events.map((event) => linesOfEvent(event, names)).sort(([a], [b]) => a! < b! ? -1 : 1).flat()
    ]
  }
})

/** The items of an envelope: a line of its own header, then a line of header and a line of payload for each. */
function itemsOf(envelope: string): Array<{ type: string, payload: any }> {
  const [, ...lines] = envelope.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  return lines.flatMap((header, index) => index % 2 === 0 ? { type: header.type, payload: lines[index + 1] } : [])
}

function reported({ span_id, parent_span_id, name, status, is_segment, attributes }: any): Reported {
  const values = Object.entries<any>(attributes).filter(([key]) => !OF_THE_RUN.test(key)).map(([key, { value }]) => [
    key, value
  ])
  return { id: span_id, parent: parent_span_id, name, details: { status, is_segment, ...Object.fromEntries(values) } }
}

/** An event without its times, ids and what it says of the machine. */
function linesOfEvent(
  { level, exception, contexts, breadcrumbs, message }: any, names: ReadonlyMap<string, string>
): string[] {
  const what = message ?? exception.values.map(({ value }: any) => value)
  const { span_id, parent_span_id } = contexts.trace
  return [
    `event ${level} ${what} in span ${names.get(span_id)}, parent ${names.get(parent_span_id)}`,
    ...(exception?.values ?? []).flatMap(({ type, value, mechanism, stacktrace }: any) => [
      `  ${type}: ${value} ${JSON.stringify(mechanism)}`,
      ...(stacktrace?.frames ?? [])
        .filter((frame: any) => !isTraceFrame(frame.filename))
        .map((frame: any) => `    ${frame.function} ${frame.lineno}:${frame.colno}`)
    ]),
    ...(breadcrumbs ?? []).map(({ category, message, data, level }: any) =>
      `  breadcrumb ${category} ${level} ${message} ${JSON.stringify(data)}`)
  ]
}
