// @ts-check

/** One side of a comparison: an implementation in a process. */
export class Runner {
  #calls
  #wave

  /**
   * @param {import('./contestant.js').Contestant} contestant
   * @param {import('../calls/prepare-calls.js').Implementation} implementation
   * @param {number} wave calls come in multiples of so many: as many as promises are awaited at a time
   */
  constructor(contestant, implementation, wave = 100) {
    this.contestant = contestant
    this.implementation = implementation
    this.#calls = this.#wave = wave
  }

  /**
   * Makes calls for some time, and finds out how many a round can have.
   *
   * @param {number} milliseconds how long
   * @param {number} round how many milliseconds a round shall take
   * @returns {Promise<number>} how many calls
   */
  async warmUp(milliseconds, round) {
    let elapsed = 0
    let fastest = Infinity
    while (elapsed < milliseconds) {
      const took = (await this.#run()).nanoseconds / 1e6
      elapsed += took
      fastest = Math.min(fastest, took / this.#calls)
      this.#calls = Math.ceil(Math.min(this.#calls * 2, round / fastest) / this.#wave) * this.#wave
    }
    return this.#calls
  }

  /** Makes the calls of a round. @returns {Promise<number>} nanoseconds per call */
  async round() {
    return (await this.#run()).nanoseconds / this.#calls
  }

  #run() {
    return this.contestant.time({ implementation: this.implementation, calls: this.#calls })
  }
}
