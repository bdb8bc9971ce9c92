import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { EVENTS } from '../support/traced.js'
import { Transcript } from '../support/transcript.js'

// Uses libraries that publish on tracing channels of their own, as an application under an agent would: `use-libraries
// import` or `use-libraries require`. Prints what subscribers and stores saw, and whether the shim is installed.

const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  'pino': ['pino_asJson'],
  'lru-cache': ['lru-cache'],
  'graphql': ['parse', 'validate', 'execute', 'execute:variableCoercion', 'execute:rootSelectionSet', 'subscribe', 'resolve']
    .map((name) => `graphql:${name}`)
}

const load = process.argv[2] === 'import' ? (name: string) => import(name) : async (name: string) => require(name)
const transcript = new Transcript()

function listen(name: string, store: AsyncLocalStorage<any>): void {
  const traced: any = tracingChannel(name)
  let calls = 0
  traced.start.bindStore(store, () => `${name} ${++calls}`)
  for (const event of EVENTS) {
    traced[event].subscribe((message: any) => {
      const plain = Object.entries(message).filter(([, value]) => typeof value !== 'object' && typeof value !== 'function')
      const result = 'result' in message ? JSON.stringify(message.result) : 'none'
      transcript.add(name, event, Object.keys(message), Object.fromEntries(plain))
      transcript.add(`  result ${result},`, message.error ?? 'no error', 'store', store.getStore())
    })
  }
}

async function usePino(store: AsyncLocalStorage<any>): Promise<void> {
  const { pino } = await load('pino')
  const written: string[] = []
  const destination = { write(line: string) { written.push(`${line.trim()} in ${store.getStore()}`) } }
  const logger = pino({ base: null, timestamp: false }, destination)
  logger.info('hello')
  logger.child({ child: 1 }).warn({ detail: { deep: true } }, 'with %s', 'arguments')
  logger.error(Object.assign(new Error('logged'), { stack: 'no stack' }))
  logger.info({ toJSON() { throw new Error('not to be shown') } })
  transcript.add('written', written)
}

async function useLruCache(store: AsyncLocalStorage<any>): Promise<void> {
  const { LRUCache } = await load('lru-cache')
  const cache = new LRUCache({
    max: 2,
    async fetchMethod(key: string) {
      transcript.add('fetching', key, store.getStore())
      await null
      if (key === 'failing') throw new Error('from fetchMethod')
      return `value of ${key} in ${store.getStore()}`
    }
  })
  for (const key of ['a', 'b', 'a', 'failing', 'c', 'a']) {
    transcript.add('fetched', await cache.fetch(key).catch((error: unknown) => error), 'outside', store.getStore())
  }
  const failing = cache.forceFetch('failing').catch((error: unknown) => error)
  transcript.add('forced', await Promise.all([cache.forceFetch('a'), cache.fetch('a'), failing]))
}

async function useGraphql(store: AsyncLocalStorage<any>): Promise<void> {
  const { buildSchema, graphql, parse, subscribe } = await load('graphql')
  const schema = buildSchema('type Query { now: String later(after: Int): Query failing: String } type Subscription { ticks: Int }')
  const rootValue: any = {
    now: () => `now in ${store.getStore()}`,
    async later() { await null; return rootValue },
    async failing() { await null; throw new Error('from a resolver') },
    async * ticks() { yield { ticks: 1 }; yield { ticks: 2 } }
  }
  const deep = 'query Deep($after: Int) { later(after: $after) { now later { now } } failing }'
  for (const source of ['{ now }', deep, '{ unknown }', '{ not graphql']) {
    transcript.add('answer', JSON.stringify(await graphql({ schema, source, rootValue, variableValues: { after: 1 } })))
  }
  const ticks = await subscribe({ schema, document: parse('subscription { ticks }'), rootValue })
  for await (const tick of ticks) transcript.add('tick', JSON.stringify(tick))
}

async function main(): Promise<void> {
  const seen: Record<string, string[]> = {}
  for (const [library, use] of Object.entries({ 'pino': usePino, 'lru-cache': useLruCache, 'graphql': useGraphql })) {
    const store = new AsyncLocalStorage<any>()
    for (const name of CHANNELS[library]!) listen(name, store)
    await use(store)
    seen[library] = transcript.lines.splice(0)
  }
  const installed = Symbol.for('tracescope.installation') in globalThis
  process.stdout.write(JSON.stringify({ installed, seen }))
}

void main()
