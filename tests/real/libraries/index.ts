import { graphql } from './graphql.js'
import type { Library } from './library.js'
import { lruCache } from './lru-cache.js'
import { mysql2 } from './mysql2.js'
import { pino } from './pino.js'

export const LIBRARIES: Readonly<Record<string, Library>> = { pino, 'lru-cache': lruCache, graphql, mysql2 }
