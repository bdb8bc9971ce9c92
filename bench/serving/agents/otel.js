// @ts-check
import { requirePackage } from '../packages.js'

/**
 * OpenTelemetry's SDK: its context manager, whose storage has the active context with the span in it, its tracer, and its
 * spans, which a processor drops, or keeps for a test.
 *
 * @param {import('./start-agent.js').Keep} [keep]
 * @returns {import('./watch.js').Tracer}
 */
export function otelTracer(keep) {
  const { context, SpanStatusCode, trace } = requirePackage('@opentelemetry/api')
  const { AsyncLocalStorageContextManager } = requirePackage('@opentelemetry/context-async-hooks')
  const { TracerProvider } = requirePackage('@opentelemetry/sdk-trace')

  const manager = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(manager)
  const processor = {
    onStart() {},
    onEnd(/** @type {any} */ span) {
      const { name, attributes, parentSpanContext } = span
      keep?.({ name, id: span.spanContext().spanId, parent: parentSpanContext?.spanId, attributes })
    },
    async forceFlush() {},
    async shutdown() {}
  }
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('bench')
  return {
    storage: manager._asyncLocalStorage,
    open(name, attributes) {
      const outer = context.active()
      return trace.setSpan(outer, tracer.startSpan(name, { attributes }, outer))
    },
    close(active, attributes, error) {
      const span = trace.getSpan(active)
      span.setAttributes(attributes)
      if (error !== undefined) {
        span.recordException(error)
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) })
      }
      span.end()
    }
  }
}
