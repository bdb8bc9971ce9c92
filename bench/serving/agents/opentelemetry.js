// @ts-check
import { Database } from '../database.js'
import { requireAgent } from '../packages.js'
import { INSTRUMENTATIONS } from './instrumentations.js'

const DROPPING = {
  /** @param {unknown} _spans @param {(result: { code: number }) => void} done */
  export: (_spans, done) => done({ code: 0 }),
  async forceFlush() {},
  async shutdown() {}
}

/**
 * OpenTelemetry's SDK for Node with its instrumentations of http and fastify, and an exporter that drops. It goes by no channel of
 * the database client, but wraps its method, as instrumentations do.
 */
export function startOpenTelemetry() {
  const { SpanStatusCode, trace } = requireAgent('@opentelemetry/api')
  const { NodeSDK } = requireAgent('@opentelemetry/sdk-node')
  const { HttpInstrumentation } = requireAgent('@opentelemetry/instrumentation-http')
  const { FastifyOtelInstrumentation } = requireAgent('@fastify/otel')
  const instrumentations = [new HttpInstrumentation(), new FastifyOtelInstrumentation({ registerOnInitialization: true })]
  new NodeSDK({ traceExporter: DROPPING, instrumentations }).start()

  const tracer = trace.getTracer('bench')
  const { name, begun } = INSTRUMENTATIONS['bench-database:query']
  const { query } = Database.prototype
  Database.prototype.query = function (sql, values) {
    const attributes = begun({ sql, values })
    return tracer.startActiveSpan(name({ values }), { attributes }, async (/** @type {any} */ span) => {
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
