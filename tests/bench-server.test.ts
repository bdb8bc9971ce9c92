import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { hostFlags, packageFolder } from './support/run-program.js'

// The server that `bench/server.js` measures: what it is asked and answers, what its agent sees of it, and the report of it.

interface Span { name: string, id: string, parent?: string, attributes: Record<string, unknown> }

const REQUESTS = 24
const { installPackages } = await bench('serving/packages.js')
const { Server } = await bench('serving/server.js')
const { reasonAgainst } = await bench('serving/agents/start-agent.js')

installPackages()

for (const [agent, stores] of [['plain', 1], ['plain', 3], ['otel', 2]] as const) {
  const reason = reasonAgainst(agent, process.versions.node)
  t.test(`${agent} agent, stores: ${stores}`, { skip: reason ?? false }, async (t) => {
    const stock = await serve(agent, stores)
    t.equal(stock.oneByOne.traces, 9 * REQUESTS)
    t.match((stock.oneByOne.answers as any)[7], {
      id: 7, status: 'paid', customer: { id: 7, name: 'customer 7' }, products: [{ id: 7, title: 'product 7' }, { id: 8 }], total: 18.75
    })
    t.same(stock.oneByOne.spans.slice(7 * 9, 8 * 9), [
      'log "incoming request"',
      'GET /orders/:id "/orders/7" > SELECT orders 7 > checkout',
      'GET /orders/:id "/orders/7" > SELECT orders 7',
      'GET /orders/:id "/orders/7" > cache fetch 7',
      'GET /orders/:id "/orders/7" > log "order found"',
      'GET /orders/:id "/orders/7" > cache fetch 7',
      'GET /orders/:id "/orders/7" > cache fetch 8',
      'GET /orders/:id "/orders/7"',
      'GET /orders/:id "/orders/7" > log "request completed"'
    ])
    t.same(stock.atOnce.answers, stock.oneByOne.answers)
    t.same(stock.atOnce.spans.sort(), stock.oneByOne.spans.toSorted(), 'each span has the parent of its own request')

    const shimmed = await serve(agent, stores, '--import', 'tracescope/register')
    t.not(shimmed.traceSync, stock.traceSync, 'the shim is in place')
    t.same(shimmed.oneByOne, stock.oneByOne, 'the same answers and spans')
    t.same(shimmed.atOnce.answers, stock.atOnce.answers)
    t.same(shimmed.atOnce.spans.sort(), stock.atOnce.spans)
  })
}

t.test('bench/server.js prints what each side took', async (t) => {
  const { status, stdout } = spawnSync(process.execPath, [
    join(packageFolder, 'bench', 'server.js'), '--quick', '--requests', '2', '--stores', '2', '--json'
  ], { encoding: 'utf8' })
  t.equal(status, 0)
  const { node, agent, shimInPlace, rows: [row, ...others] } = JSON.parse(stdout)
  t.same({ node, agent, shimInPlace, others }, { node: process.versions.node, agent: 'plain', shimInPlace: true, others: [] })
  t.match(row, { stores: 2, tracesPerRequest: 9, rounds: 30 })
  for (const side of ['node', 'tracescope', 'unwatched']) {
    const { requestsPerSecond, cpuMicroseconds, gcMilliseconds, p50, p99, utilization } = row[side]
    t.ok(requestsPerSecond > 0 && cpuMicroseconds > 0 && gcMilliseconds >= 0 && p50 > 0 && p99 >= p50, side)
    t.ok(utilization > 0 && utilization <= 1, side)
  }
  for (const [ratio, [low, high]] of [[row.ratio, row.spread], [row.cpuRatio, row.cpuSpread]]) t.ok(low <= ratio && ratio <= high)
})

async function bench(file: string): Promise<any> {
  return import(pathToFileURL(join(packageFolder, 'bench', file)).href)
}

/** Asks a server in a process of its own: for one order after the other, then for all at once. */
async function serve(agent: string, stores: number, ...flags: string[]) {
  const server = new Server(process.execPath, [...hostFlags, ...flags], { agent, stores, keepsSpans: true })
  try {
    const { origin, traceSync } = await server.ready
    const order = async (id: number): Promise<unknown> => (await fetch(`${origin}/orders/${id}`)).json()
    // Those of the caches that were filled.
    await server.spans()
    return {
      traceSync,
      oneByOne: await observe(server, async () => {
        const answers = []
        for (let id = 0; id < REQUESTS; id++) answers.push(await order(id))
        return answers
      }),
      atOnce: await observe(server, () => Promise.all(Array.from({ length: REQUESTS }, (_, id) => order(id))))
    }
  } finally {
    server.stop()
  }
}

/** What a server answers, how many traces that takes, and the spans in the order in which they end. */
async function observe(server: any, ask: () => Promise<unknown[]>) {
  await server.begin()
  const answers = await ask()
  const { traces } = await server.end()
  return { answers, traces: traces as number, spans: inWords(await server.spans()) }
}

/** Spans by the names from the root on, and what tells them apart. */
function inWords(spans: readonly Span[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  const words = ({ name, parent, attributes }: Span): string => {
    const detail = attributes['url.path'] ?? attributes['db.response.id'] ?? attributes['log.message'] ?? attributes['cache.key']
    const own = detail === undefined ? name : `${name} ${JSON.stringify(detail)}`
    return parent === undefined ? own : `${words(byId.get(parent)!)} > ${own}`
  }
  return spans.map(words)
}
