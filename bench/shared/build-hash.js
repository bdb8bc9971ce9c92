import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What tells one build of the library from another: its code, not its types. @param {string} [built] its folder */
export function buildHash(built = fileURLToPath(new URL('../../dist/esm', import.meta.url))) {
  const hash = createHash('sha256')
  const files = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.js')).sort() : []
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(built, name)))
  return hash.digest('hex').slice(0, 16)
}
