// @ts-check
// Has what esbuild adds to CommonJS go by own properties alone: `node build/own-properties.js FOLDER`. Its helpers take what all
// objects inherit for part of each descriptor, and for something that is exported: a program that has given Object.prototype
// a `get` could not load the package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const HELPERS = /** @type {const} */ ([
  [
    'var __defProp = Object.defineProperty;',
    'var __defProp = (object, name, descriptor) => Object.defineProperty(object, name, { __proto__: null, ...descriptor });'
  ],
  ['for (var name in all)', 'for (var name of Object.keys(all))']
])

const folder = process.argv[2] ?? ''
const unseen = new Set(HELPERS)
for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  const path = join(folder, file)
  let code = readFileSync(path, 'utf8')
  for (const helper of HELPERS) {
    if (!code.includes(helper[0])) continue
    code = code.replace(...helper)
    unseen.delete(helper)
  }
  writeFileSync(path, code)
}
if (unseen.size > 0) throw new Error(`esbuild writes its helpers otherwise: ${[...unseen].map(([before]) => before).join(' ')}`)
