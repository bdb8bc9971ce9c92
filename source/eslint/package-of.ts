import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const known = new Map<string, string | undefined>()

/** The name of the package that a file belongs to: that in the nearest package.json above it. */
export function packageOf(file: string): string | undefined {
  return nameIn(dirname(file))
}

function nameIn(folder: string): string | undefined {
  if (
    !known.has(folder)
  ) known.set(folder, nameWrittenIn(folder) ?? (dirname(folder) === folder ? undefined : nameIn(dirname(folder))))
  return known.get(folder)
}

/** A package.json may have no name: those that only tell a folder's module format. */
function nameWrittenIn(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name
  } catch {
    return undefined
  }
}
