// @ts-check
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const wanted = fileURLToPath(new URL('packages', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/charts', import.meta.url))

/** Vega and Vega-Lite, installed into the cache if they are not there: `npm ci` does not wait for them. */
export async function chartPackages() {
  if (!existsSync(join(cache, 'node_modules/.package-lock.json')) || lockOf(cache) !== lockOf(wanted)) install()
  const { resolve } = createRequire(join(cache, 'package.json'))
  const [vega, vegaLite] = await Promise.all(['vega', 'vega-lite'].map((name) => import(pathToFileURL(resolve(name)).href)))
  return { vega, vegaLite }
}

function install() {
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(cache, name))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...flags], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** @param {string} folder */
function lockOf(folder) {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8')
}
