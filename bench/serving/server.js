// @ts-check
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * What a process serves: the application, watched by an agent with so many stores, or by none; with `keepsSpans` it can be asked for them.
 *
 * @typedef {{ agent: import('./agents/start-agent.js').Agent | null, stores: number, keepsSpans?: boolean }} Plan
 */

/**
 * What a server says once it can be asked: where, and the source of its traceSync, which tells Node's own from the shim's.
 *
 * @typedef {{ origin: string, traceSync: string }} Ready
 */

/**
 * What a server is told, and what it answers:
 *
 * - `begin`, `end`: what it took between them, as {@link Used}
 * - `spans`: those that have ended since it was last asked
 * - `allocate`, `allocated`: how many bytes it has allocated, or `null` if V8 has collected meanwhile. It has to be started with the
 *   flags of counting/bytes.js
 * - `profile`, `profiled`: where its time went
 * - `count`, `counted`: which way calls went that enter stores
 *
 * @typedef {'begin' | 'end' | 'spans' | 'allocate' | 'allocated' | 'profile' | 'profiled' | 'count' | 'counted'} Order
 */

/**
 * CPU time of all threads of a server, pauses for garbage collection, traces that have ended, and the part of the time in which its
 * event loop was not idle.
 *
 * @typedef {{ cpuMicroseconds: number, gcMilliseconds: number, traces: number, utilization: number }} Used
 */

const child = fileURLToPath(new URL('child.js', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The environment without what changes how Node, the shim or an agent works. */
const OWN_ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NODE_|TRACESCOPE_|DD_|OTEL_|SENTRY_)/.test(name)))

/** The application in a fresh process. */
export class Server {
  #process

  /**
   * @param {string} node the Node binary
   * @param {string[]} flags its flags
   * @param {Plan} plan
   * @param {Record<string, string>} [environment] besides that of this process
   */
  constructor(node, flags, plan, environment) {
    const env = { ...OWN_ENVIRONMENT, ...environment }
    this.#process = fork(child, [JSON.stringify(plan)], { execPath: node, execArgv: flags, cwd: root, env })
    /** @type {Promise<Ready>} */
    this.ready = this.#answer()
  }

  /** @param {Order} order @returns {Promise<any>} */
  ask(order) {
    this.#process.send(order)
    return this.#answer()
  }

  /** What the server says of the time in which something is done. @param {Order} first @param {() => Promise<unknown>} work @param {Order} last */
  async during(first, work, last) {
    await this.ask(first)
    await work()
    return this.ask(last)
  }

  /** Ends the process. */
  stop() {
    this.#process.kill()
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
