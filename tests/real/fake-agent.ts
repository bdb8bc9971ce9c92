import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { linesOf, withoutTraceFrames, type Reported } from './agents/spans.js'
import { cache } from './packages.js'

/** What stands where Datadog's agent would: it takes the traces of a process, and keeps them. */
export interface FakeAgent {
  /** What sends the tracer of a process to it, and keeps the tracer to it. */
  readonly environment: NodeJS.ProcessEnv
  /** The spans that have come, line by line. */
  lines(): string[]
  stop(): Promise<void>
}

// What differs between two runs of the same program: ids of processes and runs, ports and times.
const OF_THE_RUN = /^(runtime-id|process_id|_dd\.p\.tid|.*\bport|_dd\.agent_psr|mysql2\.pool\.wait_time)$/

/** Starts one on loopback. */
export async function startFakeAgent(): Promise<FakeAgent> {
  const { decode } = createRequire(cache)('@msgpack/msgpack')
  const spans: Reported[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      if (request.url === '/v0.4/traces') spans.push(
        ...decode(Buffer.concat(chunks), { useBigInt64: true }).flat().map(reported)
      )
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    environment: {
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${port}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      // Spans are sent as they end: a trace with one that never does would not be sent at all.
      DD_TRACE_PARTIAL_FLUSH_MIN_SPANS: '1'
    },
    lines: () => linesOf(spans),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

function reported({ span_id, parent_id, trace_id, name, start, duration, meta, metrics, ...details }: any): Reported {
  const same = (tags: object): object =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !OF_THE_RUN.test(key)).map(sameInEveryRun))
  return {
    id: String(span_id),
    parent: parent_id ? String(parent_id) : undefined,
    name,
    details: { ...details, meta: same(meta), metrics: same(metrics) }
  }
}

function sameInEveryRun([key, value]: [string, unknown]): [string, unknown] {
  if (key === 'error.stack') return [key, withoutTraceFrames(String(value))]
  return [key, value]
}
