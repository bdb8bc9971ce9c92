import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { Agent, get } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { handOver } from './result.js'

// A fastify server with many requests in flight, each handled within scopes and traces: `serve-under-load result.json`.
// Every step looks at the request that its stores tell of; writes down how many were wrong, and how much was published.

const REQUESTS = 400
const IN_FLIGHT = 20

const [file = ''] = process.argv.slice(2)
const { isolate, withScope, withStoreScope }: typeof import('tracescope') =
  createRequire(join(process.cwd(), 'serve-under-load'))('tracescope')

const lines: string[] = []
const requests = new AsyncLocalStorage<string>()
const spans = new AsyncLocalStorage<any>()
const started = diagnosticsChannel.channel('request.started')
const traced: any = diagnosticsChannel.tracingChannel('request.query')
const counts: Record<string, number> = {}
let wrong = 0

const count = (event: string): void => { counts[event] = (counts[event] ?? 0) + 1 }
const look = (id: string): void => { if (requests.getStore() !== id || spans.getStore()?.id !== id) wrong++ }

process.on('warning', ({ name, message }) => lines.push(`warning ${name}: ${message}`))

started.bindStore(spans)
for (const event of ['start', 'end', 'asyncStart', 'asyncEnd']) {
  traced.subscribe({ [event]: ({ id }: { id: string }) => { count(event); look(id) } })
  diagnosticsChannel.tracingChannel('fastify.request.handler')
    .subscribe({ [event]: () => count(`fastify ${event}`) } as any)
}
traced.start.bindStore(spans, ({ id }: { id: string }) => ({ id }))

const parse = (id: string): string => {
  using _ = withScope(requests, id)
  look(id)
  return id
}

const query = async (id: string): Promise<string> => {
  look(id)
  await setTimeout(Number(id) % 5)
  using _ = withScope(spans, { id })
  await null
  look(id)
  return `row ${id}`
}

const handle = (id: string): Promise<string> => isolate(async () => {
  using _request = withScope(requests, id)
  using _span = withStoreScope(started, { id })
  const row = await traced.tracePromise(query, { id }, undefined, traced.traceSync(parse, { id }, undefined, id))
  look(id)
  return row
})

function ask(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk) => { body += chunk }).on('end', () => resolve(body))
    }).on('error', reject)
  })
}

handOver(file, lines, async () => {
  const { fastify } = await import('fastify' as string)
  const app = fastify()
  app.get('/:id', ({ params }: any) => {
    if (requests.getStore() !== undefined || spans.getStore() !== undefined) wrong++
    const handled = handle(params.id)
    if (requests.getStore() !== undefined || spans.getStore() !== undefined) wrong++
    return handled
  })
  const address: string = await app.listen({ port: 0, host: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, id) => ask(agent, `${address}/${id}`)))
  agent.destroy()
  await app.close()
  lines.push(`${answers.filter((answer, id) => answer === `row ${id}`).length} right answers`, `${wrong} wrong values`)
  lines.push(...Object.keys(counts).sort().map((event) => `${event} ${counts[event]}`))
})
