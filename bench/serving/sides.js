import { startServer } from './server.js'

const SHIM = ['--import', 'tracescope/register']

/**
 * Those that are compared, watched by the agent on Node as it is, with the shim, and with the shim and `storages`; and
 * the same server without an agent: what it takes that has nothing to do with tracing.
 *
 * @type {Record<string, { flags: string[], environment?: Record<string, string>, isUnwatched?: boolean }>}
 */
const HOW = {
  node: { flags: [] },
  tracescope: { flags: SHIM },
  storages: { flags: SHIM, environment: { TRACESCOPE_STORAGES: '1' } },
  unwatched: { flags: [], isUnwatched: true }
}

export const SIDES = Object.keys(HOW)

/** Those that an agent watches. */
export const WATCHED_SIDES = SIDES.filter((side) => !HOW[side].isUnwatched)

/**
 * What is measured: an agent in a Node, and how many stores it binds, of the plain one; those that people run bind what
 * they bind.
 *
 * @typedef {{ node: string, agent: string, stores: number, environment: Record<string, string> }} Subject
 */

/** Starts the server of a side. @param {string} side @param {Subject} subject @param {string[]} [flags] */
export function startSide(side, { node, agent, stores, environment }, flags = []) {
  const { flags: own, environment: ownEnvironment, isUnwatched } = HOW[side]
  const plan = { agent: isUnwatched ? null : agent, stores }
  return startServer(node, [...flags, ...own], plan, { ...environment, ...ownEnvironment })
}
