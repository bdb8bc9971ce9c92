import { fromTo } from '../shared/table.js'

/** What stands where nothing was measured. */
export const NOT_MEASURED = '–'

/** @param {string[]} heads @param {string[][]} rows */
export function markdownTable(heads, rows) {
  const lines = [heads, heads.map(() => '---'), ...rows].map((cells) => cells.map((cell) => cell ? ` ${cell} ` : ' '))
  return lines.map((cells) => `|${cells.join('|')}|`).join('\n')
}

/**
 * A row of a table by versions of Node: its title, what was measured by major version, and a cell of that.
 *
 * @typedef {[title: string, measured: Record<string, any>, cellOf: (measured: any) => string]} RowByNode
 */

/**
 * A table with a column for each Node. Rows of what was not measured on any are left out: a quick run leaves some out.
 *
 * @param {import('./results.js').Results} results
 * @param {any[]} rows each a {@link RowByNode}
 */
export function tableByNode({ size, hosts, ...results }, rows, corner = '') {
  const measuredOn = Object.values(results).flatMap(({ runs }) => Object.keys(runs))
  const majors = [...new Set(measuredOn)].sort((a, b) => Number(a) - Number(b))
  const measuredRows = rows.filter(([, measured]) => Object.keys(measured).length > 0)
  return markdownTable([
    corner, ...majors.map((major) => `Node ${major}`)
  ], measuredRows.map(([title, measured, cellOf]) => {
    return [title, ...majors.map((major) => major in measured ? cellOf(measured[major]) : NOT_MEASURED)]
  }))
}

/** Keeps what is in parentheses on one line of a cell. @param {string} words */
export const inParentheses = (words) => `(${words.replaceAll(' ', '\u00a0')})`

/** A ratio, or another median, with its spread. @param {[number, number]} spread */
export const withSpread = (ratio, spread, digits) => `${ratio.toFixed(digits)} ${inParentheses(fromTo(spread, digits))}`
