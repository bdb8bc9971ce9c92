// @ts-check
import { startPlain } from './plain.js'
import { startDatadog, startOpenTelemetry, startSentry } from './real.js'

/** @typedef {{ name: string, id: string, parent: string | undefined, attributes: Record<string, unknown> }} EndedSpan */

/** Is given each span that ends. @typedef {(span: EndedSpan) => void} Keep */

/**
 * An agent.
 *
 * @typedef {object} AgentKind
 * @property {string} title
 * @property {string} [package] its package, of one that people run
 * @property {string} needs the first version of Node that it is made for
 * @property {boolean} isReal whether people run it, rather than it being made for the bench
 * @property {(stores: number, keep?: Keep) => void} start
 */

/** @satisfies {Record<string, AgentKind>} */
const KINDS = {
  plain: { title: 'an agent that does the least', needs: '20.13.0', isReal: false, start: startPlain },
  'dd-trace': { title: 'dd-trace', package: 'dd-trace', needs: '22.0.0', isReal: true, start: startDatadog },
  sentry: { title: '@sentry/node', package: '@sentry/node', needs: '20.19.0', isReal: true, start: startSentry },
  otel: { title: 'OpenTelemetry’s NodeSDK', package: '@opentelemetry/sdk-node', needs: '22.15.0', isReal: true, start: startOpenTelemetry }
}

/** @typedef {keyof typeof KINDS} Agent */

export const AGENTS = /** @type {Agent[]} */ (Object.keys(KINDS))

/** @param {Agent} name @returns {AgentKind} */
export const kindOf = (name) => KINDS[name]

/**
 * Starts an agent in this process.
 *
 * @param {Agent} name
 * @param {number} stores how many the plain one binds
 * @param {Keep} [keep] has the plain one keep its spans
 */
export function startAgent(name, stores, keep) {
  kindOf(name).start(stores, keep)
}

/** Why an agent can't be run on a Node, if it can't. @param {Agent} name @param {string} node a version */
export function reasonAgainst(name, node) {
  const { title, needs } = kindOf(name)
  if (node.localeCompare(needs, 'en', { numeric: true }) >= 0) return undefined
  return `${title} is made for Node ${needs} and later, not for ${node}`
}
