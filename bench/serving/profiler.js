import { Session } from 'node:inspector/promises'

/** Microseconds. */
const INTERVAL = 100

/** Where a process enters stores and publishes: Node's own files, and tracescope. */
const HOST_FILES =
  /^node:(?:async_hooks|diagnostics_channel|internal\/(?:async_context_frame|async_local_storage\/.*))$/
const OWN_FILES = /\/dist\/(?:esm|cjs)\/index\.js$/

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

  /**
   * How many samples there are, but for those in which nothing was done, and how many of them are in the code that
   * enters stores and publishes. No shim can save more than that part.
   */
  async stop() {
    const { profile: { nodes } } = await this.#session.post('Profiler.stop')
    const busy = nodes.filter(({ callFrame: { functionName } }) => functionName !== '(idle)')
    const ofContexts = busy.filter(({ callFrame: { url } }) => HOST_FILES.test(url) || OWN_FILES.test(url))
    const samples = (/** @type {typeof nodes} */ counted) =>
      counted.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0)
    return { samples: samples(busy), ofContexts: samples(ofContexts) }
  }
}
