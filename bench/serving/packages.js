import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Where packages are installed, and where the lock file of them is. */
const SERVER = { cache: folder('../../.cache/serving/'), wanted: folder('packages/') }
const AGENTS = { cache: folder('../../.cache/agents/'), wanted: folder('agents/packages/') }

/**
 * Installs the server and its load; with `agents`, the agents that people run, too.
 *
 * @param {{ agents: boolean }} what
 */
export function installPackages({ agents }) {
  install(SERVER)
  // Optional ones are native add-ons of agents.
  if (agents) install(AGENTS, '--omit=optional')
}

/** Loads a package of the server. */
export const requirePackage = createRequire(`${SERVER.cache}package.json`)

/** Loads a package of the agents. */
export const requireAgent = createRequire(`${AGENTS.cache}package.json`)

/** The version of an agent's package that is installed. @returns {string} */
export const versionOf = (name) => requireAgent(`${AGENTS.cache}node_modules/${name}/package.json`).version

/** Installs packages if they are not there: `npm ci` does not wait for what only a bench needs. */
function install({ cache, wanted }, ...options) {
  if (existsSync(`${cache}node_modules/.package-lock.json`) && lockOf(cache) === lockOf(wanted)) return
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(wanted + name, cache + name)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...options, ...flags], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] })
}

const lockOf = (folder) => readFileSync(`${folder}package-lock.json`, 'utf8')
