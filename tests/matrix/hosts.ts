import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../../.cache/hosts/', import.meta.url))

/** The spec of the Node that runs the tests. */
export const HERE = 'here'

/** The binary of a host, installed from npm into the cache if it is not there. */
export function hostBinary(spec: string): string {
  if (spec === HERE) return process.execPath
  const folder = join(cache, spec.replace('@', '-'))
  const binary = join(folder, 'node_modules', '.bin', spec.split('@')[0]!)
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    // The package that holds the binary is fetched by an install script of the package that names it.
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false', spec], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  return binary
}
