/** A row of cells, or a heading over the rows that follow. @typedef {string[] | string} Row */

/** Lays out rows in columns, the first to the left, the others to the right. @param {Row[]} rows */
export function table(rows) {
  /** @type {number[]} */
  const widths = []
  for (const row of rows) {
    if (typeof row === 'string') continue
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  return rows.map((row) => {
    if (typeof row === 'string') return row
    return row.map((cell, i) => i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i])).join('  ').trimEnd()
  }).join('\n')
}

/** Two digits: there is no more to it. @param {number} time */
export const inNanoseconds = (time) => `${Number(time.toPrecision(2))}`

/** @param {[number, number]} spread */
export const fromTo = ([low, high], digits) => `${low.toFixed(digits)} … ${high.toFixed(digits)}`
