import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wanted = fileURLToPath(new URL('../../../tests/real/packages/', import.meta.url))

/** Where the packages are installed, and the programs that use them are built. */
export const cache = fileURLToPath(new URL('../../../.cache/real/', import.meta.url))

/** Installs the packages of the lock file into the cache, unless they are there. Optional ones are native add-ons of agents. */
export function installPackages(): void {
  const isInstalled = existsSync(join(cache, 'node_modules', '.package-lock.json')) &&
    readFileSync(join(cache, 'package-lock.json'), 'utf8') === readFileSync(join(wanted, 'package-lock.json'), 'utf8')
  if (isInstalled) return
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(cache, name))
  const flags = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...flags], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The versions of Node for which a package says that it is made. */
export function enginesOf(name: string): string {
  return JSON.parse(readFileSync(join(cache, 'node_modules', name, 'package.json'), 'utf8')).engines.node
}
