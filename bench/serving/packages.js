// @ts-check
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder, installInto } from '../packages.js'

const SERVER = 'serving'
const AGENTS = 'agents'

/** Installs the server and its load; with `agents`, the agents that people run, too. @param {{ agents: boolean }} what */
export function installPackages({ agents }) {
  installInto(SERVER, new URL('packages', import.meta.url))
  // Optional ones are native add-ons of agents.
  if (agents) installInto(AGENTS, new URL('agents/packages', import.meta.url), '--omit=optional')
}

/** Loads a package of the server. */
export const requirePackage = createRequire(join(cacheFolder(SERVER), 'package.json'))

/** Loads a package of the agents. */
export const requireAgent = createRequire(join(cacheFolder(AGENTS), 'package.json'))

/** The version of an agent's package that is installed. @param {string} name @returns {string} */
export function versionOf(name) {
  return requireAgent(join(cacheFolder(AGENTS), 'node_modules', name, 'package.json')).version
}
