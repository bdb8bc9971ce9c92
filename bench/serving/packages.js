// @ts-check
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wanted = fileURLToPath(new URL('packages', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/serving', import.meta.url))

/** Installs fastify, undici and OpenTelemetry's SDK, if they are not there: `npm ci` shall not have to wait for them. */
export function installPackages() {
  if (existsSync(join(cache, 'node_modules/.package-lock.json')) && lockOf(cache) === lockOf(wanted)) return
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(cache, name))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...flags], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Loads one of them. */
export const requirePackage = createRequire(join(cache, 'package.json'))

/** @param {string} folder */
function lockOf(folder) {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8')
}
