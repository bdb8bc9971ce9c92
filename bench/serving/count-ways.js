import { Channel } from 'node:diagnostics_channel'
import { Session } from 'node:inspector'

/**
 * Which way the calls went that enter stores: how often each of the shim's methods was called, and each of the host's
 * own. V8 counts them, so that nothing has to be put in their place.
 *
 * @typedef {{ shim: Record<string, number>, host: Record<string, number> }} Ways
 */

/** The methods that enter stores. */
const CHANNEL_METHODS =
  ['traceSync', 'tracePromise', 'traceCallback', 'runStores', 'withStoreScope', 'withScope', 'run']
const STORAGE_METHODS = ['run', 'enterWith', 'withScope']

/** @type {ReadonlyArray<[side: keyof Ways, file: RegExp, methods: string[]]>} */
const FILES = [
  ['host', /^node:diagnostics_channel$/, CHANNEL_METHODS],
  ['host', /^node:(?:async_hooks|internal\/async_local_storage\/.*)$/, STORAGE_METHODS],
  ['shim', /\/dist\/(?:esm|cjs)\/index\.js$/, [...CHANNEL_METHODS, ...STORAGE_METHODS]]
]

/** Begins to count. @returns {() => Ways} gives the counts since it was last called, or since counting began */
export function countWays() {
  const session = new Session()
  session.connect()
  /** @returns {any} */
  const post = (method, params = {}) => {
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
