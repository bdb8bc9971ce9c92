import { tracingChannel } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import { lastOf, sumOf } from './loop.js'
import { Storages } from './storages.js'
import { subscribeTo } from './subscribe.js'

/** The libraries whose calls are measured: the channel that each traces, the events of it, and a loop of calls. */
const CALLS = {
  pino: {
    channel: 'pino_asJson',
    events: ['start', 'end'],
    load: () => import('pino'),
    async prepare({ pino }) {
      let written = 0
      const logger = pino({ base: null }, { write(line) { written += line.length } })
      return sumOf(() => {
        logger.info('a line')
        return written
      })
    }
  },
  'lru-cache': {
    channel: 'lru-cache',
    events: ['start', 'end', 'asyncStart', 'asyncEnd'],
    load: () => import('lru-cache'),
    async prepare({ LRUCache }) {
      const cache = new LRUCache({ max: 10, fetchMethod: async () => 1 })
      await cache.fetch('key')
      // It finds its tracing channel in a later turn of the event loop.
      await setImmediate()
      return lastOf(() => cache.fetch('key'))
    }
  }
}

export const LIBRARIES = Object.keys(CALLS)

/**
 * Prepares calls of a library whose tracing channel has subscribers and bound stores.
 *
 * @param {{ library: string, stores: number, transforms?: boolean }} conditions
 * @param {string} implementation tracescope: with the shim preloaded
 * @returns {Promise<import('./prepare-calls.js').Loop>}
 */
export async function prepareLibrary({ library, stores, transforms }, implementation) {
  if (implementation === 'tracescope') await import('tracescope/register')
  const { channel, events, load, prepare } = CALLS[library]
  const loaded = await load()
  const tracing = tracingChannel(channel)
  subscribeTo(tracing, events)
  new Storages(stores, transforms).bindTo(tracing.start)
  return prepare(loaded)
}
