import { ticksUntilSettled } from '../../support/ticks.js'
import type { Library } from './library.js'

/** Traces every fetch by tracePromise. */
export const lruCache: Library = {
  channels: ['lru-cache'],
  async use({ transcript, store, load }) {
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
    transcript.add('ticks of a hit', await ticksUntilSettled(cache.fetch('a')))
    transcript.add('ticks of a failure', await ticksUntilSettled(cache.forceFetch('failing')))
    const failing = cache.forceFetch('failing').catch((error: unknown) => error)
    transcript.add('forced', await Promise.all([cache.forceFetch('a'), cache.fetch('a'), failing]))
  }
}
