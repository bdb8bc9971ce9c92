// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {import('./results.js').Results} Results */

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The pages that have places for figures: the README and those of docs/.
 *
 * @returns {string[]} their paths within the package, the README first
 */
export function documentedPages() {
  return ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name}`)]
}

/** @param {string} page @returns {string} where it is on this machine */
export const pathOfPage = (page) => join(root, page)

const PLACE = /(<!-- figure: ([\w-]+) -->)(\n?)(?:(?!<!-- (?:figure|end)).)*\3<!-- end -->/gs

/**
 * Fills the places of a text that are for figures: `<!-- figure: name -->what stood there<!-- end -->`.
 *
 * @param {string} text
 * @param {Record<string, (results: Results) => string>} figures
 * @param {Results} results
 */
export function fill(text, figures, results) {
  return text.replace(PLACE, (_, opening, name, lineBreak) => {
    if (!figures[name]) throw new Error(`no figure ${name}`)
    return `${opening}${lineBreak}${figures[name](results)}${lineBreak}<!-- end -->`
  })
}

/** @param {string} text @returns {string} the text without what stands in places for figures */
export function withoutFigures(text) {
  return text.replace(PLACE, '')
}
