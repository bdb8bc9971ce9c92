// @ts-check
import { isDeepStrictEqual } from 'node:util'

/** @typedef {import('./results.js').Result} Result */
/** @typedef {import('./results.js').Row} Row */

/**
 * What is shown of the many cases that are measured.
 *
 * @typedef {{ title: string, where: Record<string, unknown> }} ShownCase
 */

const AGENT = { subscribers: true, stores: 1, transforms: true }
const PLAIN = { subscribers: true, stores: 1, transforms: undefined }
const MIXED = { api: 'mixed', install: undefined }
const SYNC = { api: 'traceSync', ambient: 0, transforms: undefined, install: undefined }
const PROMISE = { ...SYNC, api: 'tracePromise', inFlight: 100 }

/** @type {ShownCase[]} */
export const TIMED = [
  { title: 'mixed, 1 agent', where: { ...MIXED, stores: 1, ambient: 0 } },
  { title: 'mixed, 1 agent and 4 stores of others', where: { ...MIXED, stores: 1, ambient: 4 } },
  { title: 'mixed, 2 agents and 6 stores of others', where: { ...MIXED, stores: 2, ambient: 6 } },
  { title: 'traceSync, 1 store with a transform', where: { ...SYNC, ...AGENT } },
  { title: 'traceSync, 1 store with a transform and 4 of others', where: { ...SYNC, ...AGENT, ambient: 4 } },
  { title: 'traceSync, 3 stores with transforms', where: { ...SYNC, ...AGENT, stores: 3 } },
  { title: 'traceSync, 8 stores with transforms and 4 of others', where: { ...SYNC, ...AGENT, stores: 8, ambient: 4 } },
  { title: 'tracePromise, 1 store with a transform', where: { ...PROMISE, ...AGENT, inFlight: 1 } },
  { title: 'runStores with the shim, 1 store with a transform', where: { ...SYNC, ...AGENT, api: 'runStores', install: {} } },
  { title: 'traceSync, nobody listens', where: { ...SYNC, subscribers: false } },
  { title: 'traceSync, no stores', where: { ...SYNC, subscribers: true, stores: 0 } },
  { title: 'traceSync, 1 store', where: { ...SYNC, subscribers: true, stores: 1 } },
  { title: 'traceSync, 3 stores', where: { ...SYNC, subscribers: true, stores: 3 } },
  { title: 'traceSync, 8 stores and 4 of others', where: { ...SYNC, subscribers: true, stores: 8, ambient: 4 } },
  { title: 'tracePromise, 1 store', where: { ...PROMISE, subscribers: true, stores: 1 } },
  { title: 'traceCallback, 1 store', where: { ...SYNC, api: 'traceCallback', subscribers: true, stores: 1 } },
  { title: 'runStores, 1 store', where: { ...SYNC, api: 'runStores', subscribers: true, stores: 1 } }
]

/** @type {ShownCase[]} */
export const COUNTED = [
  { title: 'traceSync, 1 store with a transform', where: { api: 'traceSync', ...AGENT } },
  { title: 'traceSync, 3 stores with transforms', where: { api: 'traceSync', ...AGENT, stores: 3 } },
  { title: 'tracePromise, 1 store with a transform', where: { api: 'tracePromise', ...AGENT } },
  { title: 'traceCallback, 1 store with a transform', where: { api: 'traceCallback', ...AGENT } },
  { title: 'runStores, 1 store with a transform', where: { api: 'runStores', ...AGENT } },
  { title: 'pino line with the shim, 1 store with a transform', where: { library: 'pino', ...AGENT } },
  { title: 'lru-cache with the shim, 1 store with a transform', where: { library: 'lru-cache', ...AGENT } },
  { title: 'traceSync, no stores', where: { api: 'traceSync', ...PLAIN, stores: 0 } },
  { title: 'traceSync, 1 store', where: { api: 'traceSync', ...PLAIN } },
  { title: 'traceSync, 3 stores', where: { api: 'traceSync', ...PLAIN, stores: 3 } },
  { title: 'tracePromise, 1 store', where: { api: 'tracePromise', ...PLAIN } },
  { title: 'traceCallback, 1 store', where: { api: 'traceCallback', ...PLAIN } },
  { title: 'runStores, 1 store', where: { api: 'runStores', ...PLAIN } },
  { title: 'pino line with the shim, 1 store', where: { library: 'pino', ...PLAIN } },
  { title: 'lru-cache with the shim, 1 store', where: { library: 'lru-cache', ...PLAIN } }
]

/** The major versions that a bench was run on, the oldest first. @param {Result} result */
export const majorsOf = ({ runs }) => Object.keys(runs)

/** What was measured in a case, by major version. @param {Result} result @param {Record<string, unknown>} where @returns {Row['on'] | undefined} */
export function measuredOf({ rows }, where) {
  return rows.find((row) => Object.entries(where).every(([name, value]) => isDeepStrictEqual(row.case[name], value)))?.on
}

/**
 * What was counted in a case, on both sides, by major version.
 *
 * @param {Result} closures
 * @param {ShownCase} shown
 * @returns {Record<string, { node: any, tracescope: any }> | undefined}
 */
export function countedOf(closures, { where }) {
  const [node, tracescope] = ['node', 'tracescope'].map((implementation) => measuredOf(closures, { ...where, implementation }))
  if (!node || !tracescope) return undefined
  const majors = Object.keys(node).filter((major) => major in tracescope)
  return Object.fromEntries(majors.map((major) => [major, { node: node[major], tracescope: tracescope[major] }]))
}

/** Keeps what is in parentheses on one line of a cell. */
export const NO_BREAK = '\u00a0'

/** A ratio, or another median, with its spread. @param {number} ratio @param {[number, number]} spread @param {number} digits */
export function withSpread(ratio, [low, high], digits) {
  return `${ratio.toFixed(digits)} (${low.toFixed(digits)}${NO_BREAK}…${NO_BREAK}${high.toFixed(digits)})`
}
