import { isDeepStrictEqual } from 'node:util'
import { mapValues } from '../shared/statistics.js'

// What is shown of the cases that are measured: by title, what tells each from the others.

/** @typedef {import('./results.js').Result} Result */

const AGENT = { subscribers: true, stores: 1, transforms: true }
const PLAIN = { subscribers: true, stores: 1, transforms: undefined }
const MIXED = { api: 'mixed', install: undefined }
const SYNC = { api: 'traceSync', ambient: 0, install: undefined }
const PROMISE = { ...SYNC, api: 'tracePromise' }

/** @type {Record<string, Record<string, unknown>>} */
export const TIMED = {
  'mixed, 1 agent': { ...MIXED, stores: 1, ambient: 0 },
  'mixed, 1 agent and 4 stores of others': { ...MIXED, stores: 1, ambient: 4 },
  'mixed, 2 agents and 6 stores of others': { ...MIXED, stores: 2, ambient: 6 },
  'traceSync, 1 store with a transform': { ...SYNC, ...AGENT },
  'traceSync, 1 store with a transform and 4 of others': { ...SYNC, ...AGENT, ambient: 4 },
  'traceSync, 3 stores with transforms': { ...SYNC, ...AGENT, stores: 3 },
  'traceSync, 8 stores with transforms and 4 of others': { ...SYNC, ...AGENT, stores: 8, ambient: 4 },
  'tracePromise, 1 store with a transform': { ...PROMISE, ...AGENT },
  'runStores with the shim, 1 store with a transform': { ...SYNC, ...AGENT, api: 'runStores', install: {} },
  'traceSync, nobody listens': { ...SYNC, subscribers: false },
  'traceSync, no stores': { ...SYNC, ...PLAIN, stores: 0 },
  'traceSync, 1 store': { ...SYNC, ...PLAIN },
  'tracePromise, 1 store': { ...PROMISE, ...PLAIN },
  'traceCallback, 1 store': { ...SYNC, ...PLAIN, api: 'traceCallback' },
  'runStores, 1 store': { ...SYNC, ...PLAIN, api: 'runStores' }
}

/** @type {Record<string, Record<string, unknown>>} */
export const COUNTED = {
  'traceSync, 1 store with a transform': { api: 'traceSync', ...AGENT },
  'traceSync, 3 stores with transforms': { api: 'traceSync', ...AGENT, stores: 3 },
  'tracePromise, 1 store with a transform': { api: 'tracePromise', ...AGENT },
  'traceCallback, 1 store with a transform': { api: 'traceCallback', ...AGENT },
  'runStores, 1 store with a transform': { api: 'runStores', ...AGENT },
  'pino line with the shim, 1 store with a transform': { library: 'pino', ...AGENT },
  'lru-cache with the shim, 1 store with a transform': { library: 'lru-cache', ...AGENT },
  'traceSync, no stores': { api: 'traceSync', ...PLAIN, stores: 0 },
  'traceSync, 1 store': { api: 'traceSync', ...PLAIN },
  'traceSync, 3 stores': { api: 'traceSync', ...PLAIN, stores: 3 },
  'tracePromise, 1 store': { api: 'tracePromise', ...PLAIN },
  'traceCallback, 1 store': { api: 'traceCallback', ...PLAIN },
  'runStores, 1 store': { api: 'runStores', ...PLAIN },
  'pino line with the shim, 1 store': { library: 'pino', ...PLAIN },
  'lru-cache with the shim, 1 store': { library: 'lru-cache', ...PLAIN }
}

/**
 * What was measured in a case, by major version; nothing where it was not.
 *
 * @param {Result} result
 * @param {Record<string, unknown>} where
 */
export function measuredOf({ rows }, where) {
  const isMeant = (row) => Object.entries(where).every(([name, value]) => isDeepStrictEqual(row.case[name], value))
  return rows.find(isMeant)?.on ?? {}
}

/**
 * What was counted in a case, on both sides, by major version.
 *
 * @param {Result} closures
 * @param {Record<string, unknown>} where
 */
export function countedOf(closures, where) {
  const ours = measuredOf(closures, { ...where, implementation: 'tracescope' })
  const nodes = measuredOf(closures, { ...where, implementation: 'node' })
  return mapValues(nodes, (node, major) => ({ node, tracescope: ours[major] }))
}
