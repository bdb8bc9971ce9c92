/** Shows on stderr how far the work is: one line that is written over, or in a log a line per tenth. */
export class Progress {
  #done = 0

  constructor(title, total) {
    this.title = title
    this.total = total
  }

  /** One piece of work more is done. */
  step(what = '') {
    const tenthBefore = Math.floor(10 * this.#done / this.total)
    this.#done++
    const line = `${this.title}: ${this.#done}/${this.total} ${what}`
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
    else if (Math.floor(10 * this.#done / this.total) > tenthBefore) process.stderr.write(`${line}\n`)
    if (this.#done === this.total && process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  }
}

/**
 * Measures one case after the other, or several at once, and shows how far it is.
 *
 * @template Case, Result
 * @param {string} title
 * @param {Case[]} cases
 * @param {(measured: Case) => Promise<Result>} measure
 * @param {(measured: Case) => string} nameOf
 */
export async function measureEach(title, cases, measure, nameOf, atOnce = 1) {
  const progress = new Progress(title, cases.length)
  /** @type {Array<Case & Result>} */
  const rows = []
  const waiting = [...cases.entries()]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, measured] = next
      rows[index] = { ...measured, ...await measure(measured) }
      progress.step(nameOf(measured))
    }
  }))
  return rows
}
