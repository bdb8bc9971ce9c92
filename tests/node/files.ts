import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder with common/ and parallel/ in it: the path itself, or `test` in it. */
export function testFolder(path: string): string {
  const folder = [path, join(path, 'test')].map((path) => resolve(path)).find((path) =>
    existsSync(join(path, 'parallel')))
  if (folder === undefined) throw new Error(`${path} has no folder parallel/, and no test/parallel/`)
  return folder
}

/** The tests in parallel/ whose names match. */
export function filesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(folder, 'parallel'))
    .filter((name) => /^test-.*\.m?js$/.test(name) && pattern.test(name)).sort()
}

/** What a test says that Node is to be started with: `// Flags: --expose-gc`. */
export function flagsOf(folder: string, file: string): string[] {
  const lines = readFileSync(join(folder, 'parallel', file), 'utf8').matchAll(/^\/\/ Flags: +(.*)$/gm)
  return [...lines].flatMap(([, flags]) => flags!.trim().split(/\s+/))
}
