import { ORDERS } from './application.js'
import { requirePackage } from './packages.js'

/** How many connections are kept open; a request is under way on each of them at any time. */
export const CONNECTIONS = 8

/** Asks a server from this process, over loopback. */
export class Load {
  #asked = 0
  #pool

  constructor(origin) {
    const { Pool } = requirePackage('undici')
    this.#pool = new Pool(origin, { connections: CONNECTIONS })
  }

  /**
   * Makes requests, the next one on a connection once the last one there is answered.
   *
   * @returns {Promise<{ seconds: number, latencies: number[] }>} how long all of them took, and each in milliseconds
   */
  async make(requests) {
    /** @type {number[]} */
    const latencies = []
    let left = requests
    const oneAfterTheOther = async () => {
      while (left-- > 0) latencies.push(await this.#makeOne())
    }
    const start = performance.now()
    await Promise.all(Array.from({ length: CONNECTIONS }, oneAfterTheOther))
    return { seconds: (performance.now() - start) / 1000, latencies }
  }

  /**
   * By undici's `dispatch`, which is half the work of its `request`: what this process takes shall not be what it is
   * about.
   *
   * @returns {Promise<number>} milliseconds until it was answered
   */
  #makeOne() {
    const start = performance.now()
    return new Promise((resolve, reject) => {
      let status = 0
      this.#pool.dispatch({ method: 'GET', path: `/orders/${this.#asked++ % ORDERS}` }, {
        onConnect() {},
        onHeaders(/** @type {number} */ statusCode) {
          status = statusCode
          return true
        },
        onData: () => true,
        onComplete() {
          if (status === 200) resolve(performance.now() - start)
          else reject(new Error(`the server answered ${status}`))
        },
        onError: reject
      })
    })
  }

  /** Closes the connections. */
  async close() {
    await this.#pool.close()
  }
}
