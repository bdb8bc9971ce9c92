import type { Library } from './library.js'

/** Calls `runStores` itself. */
export const graphql: Library = {
  channels: [
    'parse', 'validate', 'execute', 'execute:variableCoercion', 'execute:rootSelectionSet', 'subscribe', 'resolve'
  ]
    .map((name) => `graphql:${name}`),
  async use({ transcript, store, load }) {
    const { buildSchema, graphql, parse, subscribe } = await load('graphql')
    const query = 'type Query { now: String later(after: Int): Query failing: String }'
    const schema = buildSchema(`${query} type Subscription { ticks: Int }`)
    const rootValue: any = {
      now: () => `now in ${store.getStore()}`,
      async later() { await null; return rootValue },
      async failing() { await null; throw new Error('from a resolver') },
      async *ticks() { yield { ticks: 1 }; yield { ticks: 2 } }
    }
    const deep = 'query Deep($after: Int) { later(after: $after) { now later { now } } failing }'
    for (const source of ['{ now }', deep, '{ unknown }', '{ not graphql']) {
      transcript.add(
        'answer', JSON.stringify(await graphql({ schema, source, rootValue, variableValues: { after: 1 } }))
      )
    }
    const ticks = await subscribe({ schema, document: parse('subscription { ticks }'), rootValue })
    for await (const tick of ticks) transcript.add('tick', JSON.stringify(tick))
  }
}
