// @ts-check

/** What is expected weighs as much at first as so many seconds seen here. */
const SURE_AT_FIRST = 120

/** How long is left, going by how long the same took before, here or elsewhere. */
export class Clock {
  /** @type {Map<string, number>} */
  #left
  #expected = SURE_AT_FIRST
  #took = SURE_AT_FIRST

  /** @param {Map<string, number>} expected seconds, by what takes them */
  constructor(expected) {
    this.#left = new Map(expected)
  }

  /** Something is over. @param {string} what @param {number} seconds how long it took */
  over(what, seconds) {
    this.#expected += this.#left.get(what) ?? 0
    this.#took += seconds
    this.#left.delete(what)
  }

  /** @returns {string} what is left in words */
  left() {
    const expected = [...this.#left.values()].reduce((sum, seconds) => sum + seconds, 0)
    return inWords(expected * this.#took / this.#expected)
  }
}

/** @param {number} seconds */
export function inWords(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`
}
