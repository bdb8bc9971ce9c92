import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const MANIFESTS = ['package.json', 'package-lock.json']

/**
 * Installs the packages of a folder's lock file into another folder, unless they are there. For what a few tests need,
 * and `npm ci` should not wait for. Several processes may ask for the same at a time: each installs beside, and the
 * first one that is done puts its own in place.
 */
export function installPackages(wanted: string, cache: string, ...flags: string[]): void {
  if (isInstalled(wanted, cache)) return
  mkdirSync(cache, { recursive: true })
  const beside = mkdtempSync(join(cache, 'installing-'))
  try {
    for (const name of MANIFESTS) copyFileSync(join(wanted, name), join(beside, name))
    const args = ['ci', ...flags, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', args, { cwd: beside, stdio: ['ignore', 'ignore', 'inherit'] })
    if (!isInstalled(wanted, cache)) putInPlace(beside, cache)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

function isInstalled(wanted: string, cache: string): boolean {
  return existsSync(join(cache, 'node_modules', '.package-lock.json')) &&
    existsSync(join(cache, 'package-lock.json')) &&
    readFileSync(join(cache, 'package-lock.json'), 'utf8') === readFileSync(join(wanted, 'package-lock.json'), 'utf8')
}

/** The lock file comes last: without it what is in place is not taken for installed. */
function putInPlace(beside: string, cache: string): void {
  const old = join(beside, 'old')
  if (existsSync(join(cache, 'node_modules'))) renameSync(join(cache, 'node_modules'), old)
  for (const name of ['node_modules', ...MANIFESTS]) renameSync(join(beside, name), join(cache, name))
}
