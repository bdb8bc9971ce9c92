import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as support from '../support/install-packages.js'

const wanted = fileURLToPath(new URL('../../../tests/real/packages/', import.meta.url))

/** Where the packages are installed, and the programs that use them are built. */
export const cache = fileURLToPath(new URL('../../../.cache/real/', import.meta.url))

/** Installs the packages of the lock file into the cache. Optional ones are native add-ons of agents. */
export function installPackages(): void {
  support.installPackages(wanted, cache, '--omit=optional')
}

/** The versions of Node for which a package says that it is made. */
export function enginesOf(name: string): string {
  return JSON.parse(readFileSync(join(cache, 'node_modules', name, 'package.json'), 'utf8')).engines.node
}
