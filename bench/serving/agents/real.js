import { tracingChannel } from 'node:diagnostics_channel'
import { Database } from '../application.js'
import { requireAgent } from '../packages.js'
import { DATABASE_CHANNELS, INSTRUMENTATIONS, watch } from './watch.js'

/**
 * Datadog's tracer as it is: it sends its spans to the receiver whose address is in the environment. For the database
 * client it has its own storage bound, as its plugins bind it.
 */
export function startDatadog() {
  const tracer = requireAgent('dd-trace').init({ startupLogs: false })
  const storage = requireAgent('dd-trace/packages/datadog-core').storage('legacy')
  watch({
    storage,
    open(name, attributes) {
      const outer = storage.getStore()
      return { ...outer, span: tracer.startSpan(name, { childOf: outer?.span, tags: attributes }) }
    },
    close({ span }, attributes, error) {
      span.addTags(error === undefined ? attributes : { error })
      span.finish()
    }
  }, 1, DATABASE_CHANNELS)
}

/** What would have been sent last: it is made, and kept until the next is. */
export let kept

/**
 * Sentry's SDK as it is, with a transport that keeps what it is given. It binds the database client's channels by its
 * own helper.
 */
export function startSentry() {
  const Sentry = requireAgent('@sentry/node')
  const { bindTracingChannelToSpan } = requireAgent('@sentry/server-utils')
  Sentry.init({
    // Nobody is asked.
    dsn: 'http://key@127.0.0.1:1/1',
    tracesSampleRate: 1,
    transport: () => Sentry.createTransport({ recordDroppedEvent() {} }, async ({ body }) => {
      kept = body
      return { statusCode: 200 }
    })
  })
  for (const channel of DATABASE_CHANNELS) {
    const { name, begun } = INSTRUMENTATIONS[channel]
    bindTracingChannelToSpan(tracingChannel(channel), (message) => {
      return Sentry.startInactiveSpan({ name: name(message), onlyIfParent: true, attributes: begun(message) })
    }, {})
  }
}

const DROPPING = {
  export: (_spans, done) => done({ code: 0 }),
  async forceFlush() {},
  async shutdown() {}
}

/**
 * OpenTelemetry's SDK for Node with its instrumentations of http and fastify, and an exporter that drops. It goes by no
 * channel of the database client, but wraps its method, as instrumentations do.
 */
export function startOpenTelemetry() {
  const { SpanStatusCode, trace } = requireAgent('@opentelemetry/api')
  const { NodeSDK } = requireAgent('@opentelemetry/sdk-node')
  const { HttpInstrumentation } = requireAgent('@opentelemetry/instrumentation-http')
  const { FastifyOtelInstrumentation } = requireAgent('@fastify/otel')
  const instrumentations = [
    new HttpInstrumentation(), new FastifyOtelInstrumentation({ registerOnInitialization: true })
  ]
  new NodeSDK({ traceExporter: DROPPING, instrumentations }).start()

  const tracer = trace.getTracer('bench')
  const { name, begun } = INSTRUMENTATIONS['bench-database:query']
  const { query } = Database.prototype
  Database.prototype.query = function (sql, values) {
    const attributes = begun({ sql, values })
    return tracer.startActiveSpan(name({ values }), { attributes }, async (span) => {
      try {
        return await query.call(this, sql, values)
      } catch (error) {
        span.recordException(error)
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    })
  }
}
