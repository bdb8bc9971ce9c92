// @ts-check

const PER_UNIT = 2
const LONGEST = 40
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * A bar as long as a ratio is large. One that is less than 1 ends before a mark.
 *
 * @param {number} ratio
 */
export function bar(ratio) {
  const length = Math.min(ratio * PER_UNIT, LONGEST)
  const whole = Math.floor(length)
  const drawn = '█'.repeat(whole) + EIGHTHS[Math.floor((length - whole) * 8)]
  return (drawn.length < PER_UNIT ? drawn.padEnd(PER_UNIT) + '│' : drawn).padEnd(LONGEST)
}
