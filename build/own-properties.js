// @ts-check
// Has what esbuild adds to CommonJS go by own properties alone: `node build/own-properties.js FOLDER`. Its helpers take what all
// objects inherit for part of each descriptor, and for something that is exported: a program that has given Object.prototype
// a `get` could not load the package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const HELPERS = /** @type {const} */ ([
  ['__defProp(target, name, { get: all[name]', '__defProp(target, name, { __proto__: null, get: all[name]'],
  ['__defProp(to, key, { get: () => from[key]', '__defProp(to, key, { __proto__: null, get: () => from[key]'],
  ['__defProp(target, "default", { value: mod', '__defProp(target, "default", { __proto__: null, value: mod'],
  ['__defProp({}, "__esModule", { value: true })', '__defProp({}, "__esModule", { __proto__: null, value: true })'],
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
