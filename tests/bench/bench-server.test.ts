import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { hostFlags, packageFolder } from '../support/run-program.js'

// The server that `bench/server.js` measures: what it is asked and answers, what its agent sees of it, which way its
// calls go, and the report of it.

interface Span { name: string, id: string, parent?: string, attributes: Record<string, unknown> }

const REQUESTS = 24
const { installPackages } = await bench('serving/packages.js')
const { during, startReceiver, startServer } = await bench('serving/server.js')
const { AGENTS, reasonAgainst } = await bench('serving/agents/start-agent.js')

const SHIM = ['--import', 'tracescope/register']
const REAL: string[] = Object.keys(AGENTS).filter((agent) => AGENTS[agent].package)
const reasons = Object.fromEntries(REAL.map((agent) => [agent, reasonAgainst(agent, process.versions.node)]))

installPackages({ agents: Object.values(reasons).includes(undefined) })
const receiver = await startReceiver()
t.teardown(() => receiver.stop())

for (const stores of [1, 3]) {
  t.test(`plain agent, stores: ${stores}`, async (t) => {
    const stock = await serve('plain', stores)
    t.equal(stock.oneByOne.traces, 9 * REQUESTS)
    t.match((stock.oneByOne.answers as any)[7], {
      id: 7, status: 'paid', customer: { id: 7, name: 'customer 7' },
      products: [{ id: 7, title: 'product 7' }, { id: 8 }], total: 18.75
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

    const shimmed = await serve('plain', stores, SHIM)
    t.not(shimmed.traceSync, stock.traceSync, 'the shim is in place')
    t.same(shimmed.oneByOne, stock.oneByOne, 'the same answers and spans')
    t.same(shimmed.atOnce.answers, stock.atOnce.answers)
    t.same(shimmed.atOnce.spans.sort(), stock.atOnce.spans)
  })
}

for (const agent of REAL) {
  t.test(`${agent}, as people run it`, { skip: reasons[agent] ?? false }, async (t) => {
    const stock = await serve(agent)
    t.match((stock.oneByOne.answers as any)[7], { id: 7, status: 'paid', total: 18.75 })
    t.same(stock.atOnce.answers, stock.oneByOne.answers)
    t.same(stock.ways.shim, {})
    const shimmed = await serve(agent, 1, SHIM, { TRACESCOPE_STORAGES: '1' })
    t.not(shimmed.traceSync, stock.traceSync, 'the shim is in place')
    t.same(
      [shimmed.oneByOne.answers, shimmed.atOnce.answers],
      [stock.oneByOne.answers, stock.atOnce.answers],
      'the same answers'
    )
    if (storagesUseAsyncHooks) return
    t.same(shimmed.ways.host, {}, 'the host enters none of its stores')
    t.ok(sum(shimmed.ways.shim) > 0, 'the shim does')
  })
}

t.test('bench/server.js prints what each side took', async (t) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    join(packageFolder, 'bench', 'server.js'), '--quick', '--requests', '2', '--agent', 'plain', '--json'
  ], { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  const { node, shimInPlace, rows } = JSON.parse(stdout)
  t.same({ node, shimInPlace }, { node: process.versions.node, shimInPlace: true })
  t.match(rows, [1, 3].map((stores) => ({ agent: 'plain', stores, tracesPerRequest: 9, rounds: 30 })))
  const [row] = rows
  for (const side of ['node', 'tracescope', 'storages', 'unwatched']) {
    const { requestsPerSecond, cpuMicroseconds, cpuHalf: [low, high], gcMilliseconds, p50, p99, utilization } =
      row[side]
    t.ok(requestsPerSecond > 0 && cpuMicroseconds > 0 && gcMilliseconds >= 0 && p50 > 0 && p99 >= p50, side)
    t.ok(low <= cpuMicroseconds && cpuMicroseconds <= high, side)
    t.ok(utilization > 0 && utilization <= 1, side)
  }
  for (const { ratio, spread, cpuRatio, cpuSpread } of [row, row.withStorages]) {
    for (const [middle, [low, high]] of [[ratio, spread], [cpuRatio, cpuSpread]]) t.ok(low <= middle && middle <= high)
  }
  for (const side of ['node', 'tracescope', 'storages']) {
    const { bytes, share, samples, ways } = row.examined[side]
    t.ok(bytes > 0 && share >= 0 && share <= 1 && samples > 0, side)
    if (storagesUseAsyncHooks) continue
    t.same(side === 'node' ? ways.shim : ways.host, {}, 'all calls go one way')
    t.ok(side === 'node' ? sum(ways.host) > 9 : sum(ways.shim) === 9, 'of all traces')
  }
})

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

async function bench(file: string): Promise<any> {
  return import(pathToFileURL(join(packageFolder, 'bench', file)).href)
}

/** Asks a server in a process of its own: for one order after the other, then for all at once. */
async function serve(
  agent: string, stores = 1, flags: readonly string[] = [], environment: Readonly<Record<string, string>> = {}
) {
  const plan = { agent, stores, keepsSpans: true }
  const server = startServer(process.execPath, [...hostFlags, ...flags], plan, {
    ...receiver.environment, ...environment
  })
  try {
    const { origin, traceSync } = await server.ready
    const order = async (id: number): Promise<unknown> => (await fetch(`${origin}/orders/${id}`)).json()
    // Those of the caches that were filled.
    await server.ask('spans')
    return {
      traceSync,
      oneByOne: await observe(server, async () => {
        const answers = []
        for (let id = 0; id < REQUESTS; id++) answers.push(await order(id))
        return answers
      }),
      atOnce: await observe(server, () => Promise.all(Array.from({ length: REQUESTS }, (_, id) => order(id)))),
      ways: await during(server, 'count', () => order(1), 'counted')
    }
  } finally {
    server.end()
  }
}

/** What a server answers, how many traces that takes, and the spans in the order in which they end. */
async function observe(server: any, ask: () => Promise<unknown[]>) {
  await server.ask('begin')
  const answers = await ask()
  const { traces } = await server.ask('end')
  return { answers, traces: traces as number, spans: inWords(await server.ask('spans')) }
}

/** Spans by the names from the root on, and what tells them apart. */
function inWords(spans: readonly Span[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  const words = ({ name, parent, attributes }: Span): string => {
    const detail = attributes['url.path'] ?? attributes['db.response.id'] ??
      attributes['log.message'] ?? attributes['cache.key']
    const own = detail === undefined ? name : `${name} ${JSON.stringify(detail)}`
    return parent === undefined ? own : `${words(byId.get(parent)!)} > ${own}`
  }
  return spans.map(words)
}
