// @ts-check

/** A row of cells, or a heading over the rows that follow. @typedef {string[] | string} Row */

/** Lays out rows in columns, the first to the left, the others to the right. @param {Row[]} rows @returns {string} */
export function table(rows) {
  /** @type {number[]} */
  const widths = []
  for (const row of rows) {
    if (typeof row === 'string') continue
    row.forEach((cell, column) => { widths[column] = Math.max(widths[column] ?? 0, cell.length) })
  }
  return rows.map((row) => typeof row === 'string' ? row : line(row, widths)).join('\n')
}

/** @param {string[]} row @param {number[]} widths */
function line(row, widths) {
  const [first, ...others] = row
  return [first.padEnd(widths[0]), ...others.map((cell, i) => cell.padStart(widths[i + 1]))].join('  ').trimEnd()
}

/** How many times as much the one is. @param {number} one @param {number} other */
export function times(one, other) {
  if (one === other) return '='
  return other === 0 ? '∞' : `${(one / other).toFixed(1)}×`
}

/** Two digits: there is no more to it. @param {number} time */
export function inNanoseconds(time) {
  return `${Number(time.toPrecision(2))}`
}

/** The cells of a ratio: its median, its spread and a bar. @param {{ ratio: number, spread: { ratio: [number, number] } }} row @param {number} digits */
export function ratioCells({ ratio, spread: { ratio: [least, most] } }, digits) {
  return [`${ratio.toFixed(digits)}×`, `${least.toFixed(digits)} … ${most.toFixed(digits)}`, bar(ratio)]
}

const PER_UNIT = 2
const LONGEST = 40
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar as long as a ratio is large. One that is less than 1 ends before a mark. @param {number} ratio */
function bar(ratio) {
  const length = Math.min(ratio * PER_UNIT, LONGEST)
  const whole = Math.floor(length)
  const drawn = '█'.repeat(whole) + EIGHTHS[Math.floor((length - whole) * 8)]
  return (drawn.length < PER_UNIT ? drawn.padEnd(PER_UNIT) + '│' : drawn).padEnd(LONGEST)
}
