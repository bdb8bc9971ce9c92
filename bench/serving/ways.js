// @ts-check
import { Channel } from 'node:diagnostics_channel'
import { Session } from 'node:inspector'
import { Session as PromisedSession } from 'node:inspector/promises'

/**
 * Which way the calls went that enter stores: how often each of the shim's methods was called, and each of the host's own. V8
 * counts them, so that nothing has to be put in their place.
 *
 * @typedef {{ shim: Record<string, number>, host: Record<string, number> }} Ways
 */

/** The methods that enter stores. */
const CHANNEL_METHODS = ['traceSync', 'tracePromise', 'traceCallback', 'runStores', 'withStoreScope', 'withScope', 'run']
const STORAGE_METHODS = ['run', 'enterWith', 'withScope']

/** @type {ReadonlyArray<[side: keyof Ways, file: RegExp, methods: readonly string[]]>} */
const FILES = [
  ['host', /^node:diagnostics_channel$/, CHANNEL_METHODS],
  ['host', /^node:(?:async_hooks|internal\/async_local_storage\/.*)$/, STORAGE_METHODS],
  ['shim', /\/dist\/(?:esm|cjs)\/index\.js$/, [...new Set([...CHANNEL_METHODS, ...STORAGE_METHODS])]]
]

/** Begins to count. @returns {() => Ways} gives the counts since it was last called, or since counting began */
export function countWays() {
  const session = new Session()
  session.connect()
  /** @param {string} method @param {object} [params] @returns {any} */
  const post = (method, params) => {
    /** @type {any} */
    let answer
    session.post(method, params, (error, result) => { answer = { error, result } })
    if (answer.error) throw answer.error
    return answer.result
  }
  post('Profiler.enable')
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const take = () => waysIn(post('Profiler.takePreciseCoverage').result)
  take()
  return take
}

/** An inactive channel's `runStores`, which enters none, is told from the other by how long it is. */
const IDLE_LENGTH = String(Channel.prototype.runStores).length

/** @typedef {{ functionName: string, ranges: Array<{ startOffset: number, endOffset: number, count: number }> }} Covered */

/** @param {Array<{ url: string, functions: Covered[] }>} scripts */
function waysIn(scripts) {
  /** @type {Ways} */
  const ways = { shim: {}, host: {} }
  for (const { url, functions } of scripts) {
    const [side, , methods] = FILES.find(([, file]) => file.test(url)) ?? []
    if (side === undefined) continue
    for (const { functionName: name, ranges: [{ count, startOffset, endOffset }] } of functions) {
      const isIdle = side === 'host' && name === 'runStores' && endOffset - startOffset === IDLE_LENGTH
      if (count > 0 && !isIdle && methods?.includes(name)) ways[side][name] = (ways[side][name] ?? 0) + count
    }
  }
  return ways
}

/** Microseconds. */
const INTERVAL = 100

/** Where a process enters stores and publishes: Node's own files, and tracescope. */
const PROFILED_FILES = /^node:(?:async_hooks|diagnostics_channel|internal\/async_context_frame|internal\/async_local_storage\/.*)$|\/dist\/(?:esm|cjs)\/index\.js$/

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
  #session = new PromisedSession()

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
    return { samples: hits(busy), ofContexts: hits(busy.filter(({ callFrame: { url } }) => PROFILED_FILES.test(url))) }
  }
}
