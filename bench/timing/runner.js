// @ts-check

/** One side of a comparison: an implementation in a process. */
export class Runner {
  #calls = 100

  /**
   * @param {import('./contestant.js').Contestant} contestant
   * @param {import('../calls/prepare-calls.js').Implementation} implementation
   */
  constructor(contestant, implementation) {
    this.contestant = contestant
    this.implementation = implementation
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
      const took = await this.#run()
      elapsed += took
      fastest = Math.min(fastest, took / this.#calls)
      this.#calls = Math.ceil(Math.min(this.#calls * 2, round / fastest) / WAVE) * WAVE
    }
    return this.#calls
  }

  /** Makes the calls of a round. @returns {Promise<number>} nanoseconds per call */
  async round() {
    return await this.#run() * 1e6 / this.#calls
  }

  /** @returns {Promise<number>} milliseconds */
  async #run() {
    return await this.contestant.time({ implementation: this.implementation, calls: this.#calls }) / 1e6
  }
}

/** Calls come in hundreds: promises are awaited that many at a time. */
const WAVE = 100
