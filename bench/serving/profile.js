// @ts-check
import { Session } from 'node:inspector/promises'

/** Microseconds. */
const INTERVAL = 100

/** Where a process enters stores and publishes: Node's own files, and tracescope. */
const FILES = /^node:(?:async_hooks|diagnostics_channel|internal\/async_context_frame|internal\/async_local_storage\/.*)$|\/dist\/(?:esm|cjs)\/index\.js$/

/** Nothing is done then. */
const IDLE = '(idle)'

/**
 * How many samples a CPU profile has, but for those in which nothing was done, and how many of them are in the code that enters stores and
 * publishes. No shim can save more than that part.
 *
 * @typedef {{ samples: number, ofContexts: number }} Profiled
 */

/** A CPU profiler of this process. */
export class Profiler {
  #session = new Session()

  constructor() {
    this.#session.connect()
  }

  async start() {
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
    await this.#session.post('Profiler.start')
  }

  /** @returns {Promise<Profiled>} */
  async stop() {
    const { profile: { nodes } } = await this.#session.post('Profiler.stop')
    const busy = nodes.filter(({ callFrame: { functionName } }) => functionName !== IDLE)
    const hits = (/** @type {typeof nodes} */ counted) => counted.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0)
    return { samples: hits(busy), ofContexts: hits(busy.filter(({ callFrame: { url } }) => FILES.test(url))) }
  }
}
