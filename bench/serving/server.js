import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Child } from '../shared/child.js'

/**
 * What a process serves: the application, watched by an agent with so many stores, or by none; with `keepsSpans` it can
 * be asked for them.
 *
 * @typedef {{ agent: string | null, stores: number, keepsSpans?: boolean }} Plan
 */

const child = new URL('child.js', import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))

/** What changes how Node, the shim or an agent works. */
const FOREIGN = /^(?:NODE_|TRACESCOPE_|DD_|OTEL_|SENTRY_)/
const OWN_ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)))

/**
 * Serves the application in a fresh process. It is ready with its `origin`, and the source of its traceSync, which
 * tells Node's own from the shim's. It answers the orders of child.js.
 *
 * @param {string} execPath the Node binary
 * @param {string[]} execArgv its flags
 * @param {Plan} plan
 * @param {Record<string, string>} [environment] besides that of this process
 */
export function startServer(execPath, execArgv, plan, environment) {
  return new Child(child, plan, { execPath, execArgv, cwd: root, env: { ...OWN_ENVIRONMENT, ...environment } })
}

/**
 * What a server says of the time in which something is done.
 *
 * @param {Child} server @param {() => Promise<unknown>} work
 */
export async function during(server, first, work, last) {
  await server.ask(first)
  await work()
  return server.ask(last)
}

/**
 * Starts what stands where Datadog's agent would: it takes whatever it is sent, and drops it. In its `environment` the
 * tracer of a process sends to it, and to nobody else.
 */
export async function startReceiver() {
  const server = createServer((request, response) => {
    request.resume().on('end', () =>
      response.setHeader('content-type', 'application/json').end('{"rate_by_service":{}}'))
  })
  // It serves others, and is no reason to go on.
  await once(server.listen(0, '127.0.0.1').unref(), 'listening')
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
