// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Starts what stands where Datadog's agent would: it takes whatever it is sent, and drops it.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop(): void }>} `environment` has the tracer of a process send to it, and to
 *   nobody else
 */
export async function startReceiver() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"rate_by_service":{}}'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    environment: {
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${port}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      // OpenTelemetry has more to send than spans.
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none'
    },
    stop() {
      server.closeAllConnections()
      server.close()
    }
  }
}
