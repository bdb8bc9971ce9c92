import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../support/run-program.js'

/** A small project, in JavaScript and in TypeScript with types. Its lines say what is reported for them. */
export const sampleFolder = join(packageFolder, 'tests', 'eslint', 'sample')

/** The sources of the sample project. */
export function sampleFiles(): Array<{ readonly name: string, readonly code: string }> {
  return readdirSync(sampleFolder).filter((name) => /\.[jt]s$/.test(name)).sort()
    .map((name) => ({ name, code: readFileSync(join(sampleFolder, name), 'utf8') }))
}
