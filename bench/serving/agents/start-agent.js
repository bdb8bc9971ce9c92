import { startPlain } from './plain.js'
import { startDatadog, startOpenTelemetry, startSentry } from './real.js'

/**
 * Is given each span that ends.
 *
 * @typedef {(span: { name: string, id: string, parent?: string, attributes: object }) => void} Keep
 */

/**
 * Starts an agent: the plain one binds so many stores, and drops its spans unless it is given who keeps them.
 *
 * @typedef {(stores: number, keep?: Keep) => void} Start
 */

/**
 * The agents, by name: those that people run have a package, the plain one is made for the bench. `needs` is the first
 * version of Node that it is made for.
 *
 * @type {Record<string, { package?: string, needs: string, start: Start }>}
 */
export const AGENTS = {
  plain: { needs: '20.13.0', start: startPlain },
  'dd-trace': { package: 'dd-trace', needs: '22.0.0', start: startDatadog },
  sentry: { package: '@sentry/node', needs: '20.19.0', start: startSentry },
  otel: { package: '@opentelemetry/sdk-node', needs: '22.15.0', start: startOpenTelemetry }
}

/** Starts an agent in this process. @type {(name: string, ...args: Parameters<Start>) => void} */
export const startAgent = (name, ...args) => AGENTS[name].start(...args)

/** Why an agent can't be run on a Node, if it can't. @param {string} name @param {string} node a version */
export function reasonAgainst(name, node) {
  const { needs } = AGENTS[name]
  if (node.localeCompare(needs, 'en', { numeric: true }) >= 0) return undefined
  return `${name} is made for Node ${needs} and later, not for ${node}`
}
