// @ts-check
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * What a process serves: the application, watched by an agent with so many stores, or by none.
 *
 * @typedef {object} Plan
 * @property {import('./agents/start-agent.js').Agent | null} agent
 * @property {number} stores
 * @property {boolean} [keepsSpans] for {@link Server#spans}
 */

/**
 * What a server says once it can be asked: where, and the source of its traceSync, which tells
 * Node's own from the shim's.
 *
 * @typedef {{ origin: string, traceSync: string }} Ready
 */

/** @typedef {'begin' | 'end' | 'spans'} Order */

/**
 * What a server says of the time between `begin` and `end`: CPU time of all its threads, pauses for garbage collection,
 * traces that have ended, and the part of the time in which its event loop was not idle.
 *
 * @typedef {{ cpuMicroseconds: number, gcMilliseconds: number, traces: number, utilization: number }} Used
 */

const child = fileURLToPath(new URL('child.js', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The application in a fresh process. */
export class Server {
  #process

  /**
   * @param {string} node the Node binary
   * @param {string[]} flags its flags
   * @param {Plan} plan
   */
  constructor(node, flags, plan) {
    const { NODE_OPTIONS, ...env } = process.env
    this.#process = fork(child, [JSON.stringify(plan)], { execPath: node, execArgv: flags, cwd: root, env })
    /** @type {Promise<Ready>} */
    this.ready = this.#answer()
  }

  /** Begins to measure. */
  async begin() {
    await this.#ask('begin')
  }

  /** @returns {Promise<Used>} what it took since `begin` */
  end() {
    return this.#ask('end')
  }

  /** @returns {Promise<import('./agents/start-agent.js').EndedSpan[]>} those that have ended since it was last asked */
  spans() {
    return this.#ask('spans')
  }

  /** Ends the process. */
  stop() {
    this.#process.kill()
  }

  /** @param {Order} order @returns {Promise<any>} */
  #ask(order) {
    this.#process.send(order)
    return this.#answer()
  }

  /** @returns {Promise<any>} what the process says next */
  async #answer() {
    const stopped = new AbortController()
    const { signal } = stopped
    const ended = once(this.#process, 'exit', { signal }).then(() => {
      throw new Error('a server ended before it was told to')
    })
    try {
      const [answer] = await Promise.race([once(this.#process, 'message', { signal }), ended])
      return answer
    } finally {
      stopped.abort()
    }
  }
}
