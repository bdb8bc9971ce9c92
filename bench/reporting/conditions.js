// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, release, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ownBuild = fileURLToPath(new URL('../../dist/esm', import.meta.url))

/** @typedef {{ cpu: string, cores: number, os: string }} Machine */

/** What kind of machine this is; nothing that tells which. @returns {Machine} */
export function machine() {
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? ['']
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), os: `${type()} ${kernel} ${arch()}`.replace('  ', ' ') }
}

/** What tells one build of the library from another: its code, not its types. @param {string} [built] its folder */
export function buildHash(built = ownBuild) {
  const hash = createHash('sha256')
  const files = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.js')).sort() : []
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(built, name)))
  return hash.digest('hex').slice(0, 16)
}
