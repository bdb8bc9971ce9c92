import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

/**
 * What an agent knows of a channel: how the span of a trace is called, and what it is told when it begins and when it
 * ends.
 *
 * @typedef {object} Instrumentation
 * @property {(message: any) => string} name
 * @property {(message: any) => Record<string, string | number>} begun
 * @property {(message: any) => Record<string, string | number>} ended
 */

/** @type {Record<string, Instrumentation>} */
export const INSTRUMENTATIONS = {
  'fastify.request.handler': {
    name: ({ route }) => `${route.method} ${route.url}`,
    begun: ({ request, route }) => {
      return { 'http.request.method': route.method, 'http.route': route.url, 'url.path': request.url }
    },
    ended: ({ reply }) => ({ 'http.response.status_code': reply.statusCode })
  },
  pino_asJson: {
    name: () => 'log',
    begun: ({ arguments: [, message, level] }) => ({ 'log.message': message, 'log.level': level }),
    ended: ({ result }) => ({ 'log.length': result.length })
  },
  'lru-cache': {
    name: () => 'cache fetch',
    begun: ({ key }) => ({ 'cache.key': key }),
    ended: ({ fetch }) => ({ 'cache.result': fetch })
  },
  'bench-database:query': {
    name: ({ values: [table] }) => `SELECT ${table}`,
    begun: ({ sql, values: [table] }) =>
      ({ 'db.system.name': 'bench', 'db.collection.name': table, 'db.query.text': sql }),
    ended: ({ result }) => ({ 'db.response.id': result.id })
  },
  'bench-database:checkout': {
    name: () => 'checkout',
    begun: () => ({ 'db.system.name': 'bench' }),
    ended: () => ({})
  }
}

/** The channels of the database client: it is made for the bench, and no agent knows of it by itself. */
export const DATABASE_CHANNELS = Object.keys(INSTRUMENTATIONS).filter((name) => name.startsWith('bench-database:'))

/**
 * How an agent makes spans.
 *
 * @typedef {object} Tracer
 * @property {AsyncLocalStorage<any>} storage where it keeps the active span
 * @property {(name: string, attributes: Record<string, string | number>) => any} open begins a span as child of the
 *   active one, and gives what the storage has while it is active
 * @property {(active: any, attributes: Record<string, string | number>, error: unknown) => void} close ends it
 */

const SPAN = Symbol('span')
let ended = 0

/** How many spans have ended in this process. */
export const endedSpans = () => ended

/**
 * Has an agent make spans of every trace of the application. Further stores are what agents have besides the active
 * span, such as labels for log lines or for a profiler: each has a value of its own for each span.
 *
 * @param {Tracer} tracer
 * @param {number} stores how many are bound to the start of each channel, the agent's own included
 * @param {string[]} channels of those that the application traces
 */
export function watch(tracer, stores, channels = Object.keys(INSTRUMENTATIONS)) {
  const further = Array.from({ length: stores - 1 }, () => new AsyncLocalStorage())
  for (const channel of channels) {
    const instrumentation = INSTRUMENTATIONS[channel]
    const traced = tracingChannel(channel)
    /** For the first store that asks: up to Node 25 that is the one that was bound last. */
    const begin = (message) =>
      message[SPAN] ??= tracer.open(instrumentation.name(message), instrumentation.begun(message))
    const end = (message) => {
      const active = message[SPAN]
      if (active === undefined) return
      message[SPAN] = undefined
      ended++
      tracer.close(active, 'error' in message ? {} : instrumentation.ended(message), message.error)
    }
    traced.start.bindStore(tracer.storage, begin)
    for (const storage of further) {
      traced.start.bindStore(storage, (message) => ({ span: begin(message), outer: storage.getStore() }))
    }
    traced.subscribe(/** @type {any} */ ({
      end(message) { if ('result' in message || 'error' in message) end(message) },
      asyncEnd: end
    }))
  }
}
