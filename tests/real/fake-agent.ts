import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { linesOf, withoutTraceFrames, type Reported } from './agents/spans.js'
import { cache } from './packages.js'

/** What stands where Datadog's agent would: it takes the traces of a process, and keeps them. */
export interface FakeAgent {
  readonly url: string
  /** The spans that have come, line by line. */
  lines(): string[]
  stop(): Promise<void>
}

// What differs between two runs of the same program: ids of processes and runs, ports and times.
const OF_THE_RUN = /^(runtime-id|process_id|_dd\.p\.tid|.*\bport|_dd\.agent_psr)$/

/** Starts one on loopback. */
export async function startFakeAgent(): Promise<FakeAgent> {
  const { decode } = createRequire(cache)('@msgpack/msgpack')
  const spans: Reported[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      if (request.url === '/v0.4/traces') spans.push(...decode(Buffer.concat(chunks), { useBigInt64: true }).flat().map(reported))
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    lines: () => linesOf(spans),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

function reported({ span_id, parent_id, trace_id, name, start, duration, meta, metrics, ...details }: any): Reported {
  const same = (tags: object): object => Object.fromEntries(Object.entries(tags).filter(([key]) => !OF_THE_RUN.test(key)).map(sameInEveryRun))
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
