import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installPackages } from '../support/install-packages.js'
import { packageFolder } from '../support/run-program.js'

const cache = join(packageFolder, '.cache', 'lint')

/** What is installed of ESLint, and the versions of Node that the newest is made for. */
export interface Packages {
  /** By version: the oldest and the newest major version that the plugin is for. */
  readonly eslints: Readonly<Record<string, any>>
  /**
   * The parser of typescript-eslint, with the TypeScript that it needs: it is not made for the one that this package is
   * built with.
   */
  readonly typescriptParser: any
  /** What typescript-eslint recommends, without what it needs types for. */
  readonly recommended: readonly any[]
}

/** ESLint and its parser for TypeScript, installed into the cache if they are not there. */
export function lintPackages(): Packages {
  installPackages(join(packageFolder, 'tests', 'eslint', 'packages'), cache)
  const require = createRequire(join(cache, 'package.json'))
  const eslints = Object.fromEntries(['eslint-9', 'eslint'].map((name) => [
    `ESLint ${require(`${name}/package.json`).version}`, require(name)
  ]))
  return {
    eslints,
    typescriptParser: require('@typescript-eslint/parser'),
    recommended: require('@typescript-eslint/eslint-plugin').configs['flat/recommended']
  }
}
