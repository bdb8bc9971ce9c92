import { tracingChannel } from 'node:diagnostics_channel'
import { provideAgent } from './agent.js'
import { bindSpans } from './bind-spans.js'
import { linesOf, withoutTraceFrames } from './spans.js'

// OpenTelemetry's SDK with its AsyncLocalStorage context manager, and an exporter that keeps the spans in memory.

const { context, ROOT_CONTEXT, SpanStatusCode, trace }: any = require('@opentelemetry/api')
const { AsyncLocalStorageContextManager }: any = require('@opentelemetry/context-async-hooks')
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider }: any = require('@opentelemetry/sdk-trace')

const manager = new AsyncLocalStorageContextManager().enable()
context.setGlobalContextManager(manager)
const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
trace.setGlobalTracerProvider(provider)
const tracer = trace.getTracer('tests')

function end(span: any, error?: any): void {
  if (error !== undefined) {
    span.recordException(error)
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error?.message ?? error) })
  }
  span.end()
}

provideAgent({
  trace(name) {
    // The manager's own storage: only what is bound itself becomes the active context of the SDK.
    bindSpans(tracingChannel(name), manager._asyncLocalStorage, (message) => {
      const span = tracer.startSpan(name, { attributes: { keys: Object.keys(message) } })
      return { store: trace.setSpan(context.active(), span), close: (error) => end(span, error) }
    })
  },
  within(name, fn) {
    return tracer.startActiveSpan(name, (span: any) => {
      try {
        const result = fn()
        if (result instanceof Promise) result.then(() => end(span), (error: unknown) => end(span, error))
        else end(span)
        return result
      } catch (error) {
        end(span, error)
        throw error
      }
    })
  },
  active: () => trace.getSpan(context.active() ?? ROOT_CONTEXT)?.name,
  async finish() {
    await provider.forceFlush()
    return linesOf(exporter.getFinishedSpans().map((span: any) => ({
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
      name: span.name,
      details: {
        attributes: span.attributes,
        status: span.status,
        kind: span.kind,
        ended: span.ended,
        events: span.events.map(({ name, attributes: { 'exception.stacktrace': stack, ...attributes } }: any) =>
          ({ name, ...attributes, stack: stack && withoutTraceFrames(stack) }))
      }
    })))
  }
})
