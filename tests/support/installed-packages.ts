import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the packages of a folder's lock file into another folder, unless they are there. */
export function installPackages(wanted: string, cache: string, ...flags: string[]): void {
  const isInstalled = existsSync(join(cache, 'node_modules', '.package-lock.json')) &&
    readFileSync(join(cache, 'package-lock.json'), 'utf8') === readFileSync(join(wanted, 'package-lock.json'), 'utf8')
  if (isInstalled) return
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(cache, name))
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['ci', ...flags, ...quietly], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] })
}
