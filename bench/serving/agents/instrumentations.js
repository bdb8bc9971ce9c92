// @ts-check

/**
 * What an agent knows of a channel: how the span of a trace is called, and what it is told when it begins and when it ends.
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
    begun: ({ sql, values: [table] }) => ({ 'db.system.name': 'bench', 'db.collection.name': table, 'db.query.text': sql }),
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
