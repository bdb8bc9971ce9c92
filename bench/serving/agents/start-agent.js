// @ts-check
import { otelTracer } from './otel.js'
import { plainTracer } from './plain.js'
import { watch } from './watch.js'

/** @typedef {{ name: string, id: string, parent: string | undefined, attributes: Record<string, unknown> }} EndedSpan */

/** Is given each span that ends. @typedef {(span: EndedSpan) => void} Keep */

const OPENTELEMETRY_NEEDS = '22.15.0'
const TRACERS = { plain: plainTracer, otel: otelTracer }

/** @typedef {keyof typeof TRACERS} Agent */

export const AGENTS = /** @type {Agent[]} */ (Object.keys(TRACERS))

/**
 * Starts an agent in this process.
 *
 * @param {Agent} name
 * @param {number} stores how many it binds
 * @param {Keep} [keep] without it spans are dropped
 */
export function startAgent(name, stores, keep) {
  watch(TRACERS[name](keep), stores)
}

/**
 * Why an agent can't be run on a Node, if it can't.
 *
 * @param {Agent} name
 * @param {string} node a version
 */
export function reasonAgainst(name, node) {
  if (name !== 'otel' || node.localeCompare(OPENTELEMETRY_NEEDS, 'en', { numeric: true }) >= 0) return undefined
  return `OpenTelemetry's SDK 3 is made for Node ${OPENTELEMETRY_NEEDS} and later, not for ${node}`
}
