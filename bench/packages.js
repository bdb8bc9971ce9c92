// @ts-check
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Installs the packages of a folder's lock file into the cache if they are not there: `npm ci` does not wait for what only a
 * bench needs.
 *
 * @param {string} cache the folder within the cache
 * @param {URL} wanted the folder with the lock file
 * @param {string[]} options of npm besides
 */
export function installInto(cache, wanted, ...options) {
  const [from, to] = [fileURLToPath(wanted), cacheFolder(cache)]
  if (existsSync(join(to, 'node_modules/.package-lock.json')) && lockOf(to) === lockOf(from)) return
  mkdirSync(to, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(to, name))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...options, ...flags], { cwd: to, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** @param {string} name */
export function cacheFolder(name) {
  return fileURLToPath(new URL(`../.cache/${name}`, import.meta.url))
}

/** @param {string} folder */
function lockOf(folder) {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8')
}
