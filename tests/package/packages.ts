import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages as install } from '../support/install-packages.js'

/** Where the tools are installed. */
export const cache = fileURLToPath(new URL('../../.cache/package/', import.meta.url))

/** An empty folder for what a test makes, within the package: there `tracescope` means this package. */
export function newFolder(name: string): string {
  const folder = fileURLToPath(new URL(`../made/${name}`, import.meta.url))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Loads one of the tools. */
export const requireTool = createRequire(join(cache, 'package.json'))

/** Installs the tools of the lock file into the cache. */
export function installPackages(): void {
  install(fileURLToPath(new URL('../../tests/package/packages/', import.meta.url)), cache)
}
