// @ts-check
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

/**
 * Installs the packages of a folder's lock file into the cache if they are not there: `npm ci` does not wait for what only a
 * bench needs.
 *
 * @param {string} cache the folder within the cache
 * @param {URL} wanted the folder with the lock file
 * @param {string[]} options of npm besides
 */
function installInto(cache, wanted, ...options) {
  const [from, to] = [fileURLToPath(wanted), cacheFolder(cache)]
  if (existsSync(join(to, 'node_modules/.package-lock.json')) && lockOf(to) === lockOf(from)) return
  mkdirSync(to, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(to, name))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...options, ...flags], { cwd: to, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** @param {string} name */
function cacheFolder(name) {
  return fileURLToPath(new URL(`../../.cache/${name}`, import.meta.url))
}

/** @param {string} folder */
function lockOf(folder) {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8')
}
