// @ts-check

/**
 * A table in Markdown.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function markdownTable(heads, rows) {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `|${cells.map((cell) => cell ? ` ${cell} ` : ' ').join('|')}|`).join('\n')
}

/**
 * Fills the places of a text that are for figures: `<!-- figure: name -->what stood there<!-- end -->`.
 *
 * @param {string} text
 * @param {Record<string, (results: import('./results.js').Results) => string>} figures
 * @param {import('./results.js').Results} results
 */
export function fill(text, figures, results) {
  return text.replace(PLACE, (_, opening, name, lineBreak) => {
    const figure = figures[name] ?? unknown(name)
    return `${opening}${lineBreak}${figure(results)}${lineBreak}<!-- end -->`
  })
}

/** @param {string} text @returns {string} the text without what stands in places for figures */
export function withoutFigures(text) {
  return text.replace(PLACE, '')
}

const PLACE = /(<!-- figure: ([\w-]+) -->)(\n?)(?:(?!<!-- (?:figure|end)).)*\3<!-- end -->/gs

/** @param {string} name @returns {never} */
function unknown(name) {
  throw new Error(`no figure ${name}`)
}
