import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The pages that have places for figures, as paths within the package: the README, and those of docs/.
 *
 * @returns {string[]}
 */
export function documentedPages() {
  const docs = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'))
  return ['README.md', ...docs.sort().map((name) => `docs/${name}`)]
}

/** Where a page is on this machine. @param {string} page */
export const pathOfPage = (page) => root + page

const PLACE = /(<!-- figure: ([\w-]+) -->)(\n?)(?:(?!<!-- (?:figure|end)).)*\3<!-- end -->/gs

/**
 * Fills the places of a text that are for figures: `<!-- figure: name -->what stood there<!-- end -->`.
 *
 * @param {Record<string, (results: import('./results.js').Results) => string>} figures
 * @param {import('./results.js').Results} results
 */
export function fill(text, figures, results) {
  return text.replace(PLACE, (_, opening, name, lineBreak) => {
    if (!figures[name]) throw new Error(`no figure ${name}`)
    return `${opening}${lineBreak}${figures[name](results)}${lineBreak}<!-- end -->`
  })
}

/** The text without what stands in places for figures. @param {string} text */
export const withoutFigures = (text) => text.replace(PLACE, '')
