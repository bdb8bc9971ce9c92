// @ts-check

/** Shows on stderr how far the work is: one line that is written over, or in a log a line per tenth. */
export class Progress {
  #done = 0

  /** @param {string} title @param {number} total */
  constructor(title, total) {
    this.title = title
    this.total = total
  }

  /** One piece of work more is done. @param {string} [what] the one that was */
  step(what = '') {
    const tenthBefore = Math.floor(10 * this.#done / this.total)
    this.#done++
    const line = `${this.title}: ${this.#done}/${this.total} ${what}`
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
    else if (Math.floor(10 * this.#done / this.total) > tenthBefore) process.stderr.write(`${line}\n`)
  }

  /** Takes the line away. */
  end() {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  }
}
