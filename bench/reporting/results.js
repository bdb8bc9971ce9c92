// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { majorOf } from './nodes.js'
import { PART_NAMES, PARTS } from './parts.js'

/**
 * What a bench has measured on one Node, and how.
 *
 * @typedef {object} Result
 * @property {import('./parts.js').PartName} bench
 * @property {string} node the version that was measured
 * @property {string} v8
 * @property {import('./conditions.js').Machine} machine
 * @property {string} date
 * @property {number} seconds how long it took
 * @property {'default' | 'quick'} effort
 * @property {string} build the build of the library that was measured
 * @property {string} command what does it again
 * @property {string} method
 * @property {any} measured what the bench prints as JSON
 */

/** @typedef {Record<import('./parts.js').PartName, Result[]>} Results of each bench, the oldest Node first */

/** The results of a folder. */
export class ResultsFolder {
  /** @param {string} path */
  constructor(path) {
    this.path = path
    mkdirSync(path, { recursive: true })
  }

  /** @param {import('./parts.js').PartName} part @param {string} node its version @returns {Result | undefined} */
  read(part, node) {
    const file = this.#file(part, node)
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  }

  /** All that there is. */
  readAll() {
    return readResults(this.path)
  }

  /** Keeps a result: whoever is interrupted meanwhile leaves the old one, or the new one. @param {Result} result */
  write(result) {
    const file = this.#file(result.bench, result.node)
    writeFileSync(`${file}.part`, `${JSON.stringify(result, null, 2)}\n`)
    renameSync(`${file}.part`, file)
  }

  /** @param {import('./parts.js').PartName} part @param {string} node */
  #file(part, node) {
    return join(this.path, `${PARTS[part].once ? part : `${part}-node${majorOf(node)}`}.json`)
  }
}

/** @param {string} folder @returns {Results} */
export function readResults(folder) {
  const all = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => {
    return /** @type {Result} */ (JSON.parse(readFileSync(join(folder, name), 'utf8')))
  })
  all.sort((a, b) => majorOf(a.node) - majorOf(b.node))
  return /** @type {Results} */ (Object.fromEntries(PART_NAMES.map((part) => [part, all.filter(({ bench }) => bench === part)])))
}
