import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const cache = fileURLToPath(new URL('../../../.cache/hosts/', import.meta.url))

/** The spec of the Node that runs the tests. */
export const HERE = 'here'

/** The binary of a host, installed from npm into the cache if it is not there. */
export function hostBinary(spec: string): string {
  if (spec === HERE) return process.execPath
  const { folder, binary } = placeOf(spec)
  if (!existsSync(binary)) execFileSync('npm', installing(spec, folder), {
    cwd: folder, stdio: ['ignore', 'ignore', 'inherit']
  })
  return binary
}

/** Installs all hosts that are not there, some at a time: most of that is waiting. */
export async function installHosts(specs: Iterable<string>): Promise<void> {
  const missing = [...new Set(specs)].filter((spec) => spec !== HERE && !existsSync(placeOf(spec).binary))
  await Promise.all(Array.from({ length: INSTALLED_AT_A_TIME }, async () => {
    for (let spec = missing.shift(); spec !== undefined; spec = missing.shift()) {
      const { folder } = placeOf(spec)
      await promisify(execFile)('npm', installing(spec, folder), { cwd: folder })
    }
  }))
}

const INSTALLED_AT_A_TIME = 4

function placeOf(spec: string): { folder: string, binary: string } {
  const folder = join(cache, spec.replace('@', '-'))
  return { folder, binary: join(folder, 'node_modules', '.bin', spec.split('@')[0]!) }
}

function installing(spec: string, folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  // The package that holds the binary is fetched by an install script of the package that names it.
  return ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false', spec]
}
