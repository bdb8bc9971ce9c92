// @ts-check
import { flags as flagsOfBytes } from '../counting/bytes.js'
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { middle } from '../timing/summary.js'
import { kindOf } from './agents/start-agent.js'
import { makeRounds, startReceiver, startServer, WATCHED_SIDES } from './contest.js'
import { CONNECTIONS, Load } from './load.js'
import { installPackages } from './packages.js'
import { summarize } from './summary.js'

/**
 * How long it is measured: so many times in fresh processes, in each of them so many rounds of so many requests for each
 * side, after other rounds to warm up.
 *
 * @typedef {{ processes: number, rounds: number, requests: number, warmUp: number }} Effort
 */

/**
 * Rounds of about 30 ms: what else a machine does comes and goes more slowly than that, and has both sides in a round alike.
 *
 * @type {Effort}
 */
export const EFFORT = { processes: 4, rounds: 40, requests: 400, warmUp: 25 }

/** @type {Effort} Enough for a first impression. */
export const QUICK_EFFORT = { processes: 1, rounds: 30, requests: 400, warmUp: 15 }

/**
 * What is measured: an agent, and how many stores it binds, of the plain one; those that people run bind what they bind.
 *
 * @typedef {{ agent: import('./agents/start-agent.js').Agent, stores: number }} Watched
 */

/**
 * What is looked at in servers one by one, since it would disturb who measures time: bytes that are allocated per request, the median of some
 * windows; the part of the CPU time that enters stores and publishes, by a profile of so many samples; and how often, per request, methods were
 * called that enter stores.
 *
 * @typedef {{ bytes: number, share: number, samples: number, ways: import('./ways.js').Ways }} Examined
 * @typedef {Watched & import('./summary.js').Row & { examined: Record<import('./contest.js').WatchedSide, Examined> }} Row
 */

/**
 * What was measured on one Node, with the conditions: how many requests are under way at any time, and whether tracescope has replaced anything.
 *
 * @typedef {Awaited<ReturnType<typeof measureAll>>} MeasuredNode
 */

/**
 * Measures the server on one Node, with one agent after the other.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {Watched[]} all
 * @param {Effort} effort
 */
export async function measureAll(binary, all, effort) {
  installPackages({ agents: all.some(({ agent }) => kindOf(agent).isReal) })
  const conditions = conditionsOf(binary)
  const progress = new Progress(`Node ${binary.node}`, all.length * (effort.processes * effort.rounds + WATCHED_SIDES.length))
  const receiver = await startReceiver()
  /** @type {Row[]} */
  const rows = []
  let shimInPlace = true
  try {
    for (const { agent, stores } of all) {
      const subject = { node: binary.path, agent, stores, environment: receiver.environment }
      const step = () => progress.step(agent)
      const rounds = []
      for (let i = 0; i < effort.processes; i++) {
        const { taken, shimInPlace: isInPlace } = await makeRounds(subject, effort, step)
        rounds.push(...taken)
        shimInPlace &&= isInPlace
      }
      const examined = /** @type {Row['examined']} */ ({})
      for (const side of WATCHED_SIDES) {
        examined[side] = { bytes: await bytesPerRequest(side, subject, effort), ...await sharesAndWays(side, subject, effort) }
        step()
      }
      rows.push({ agent, stores, ...summarize(rounds), examined })
    }
  } finally {
    receiver.stop()
  }
  progress.end()
  return { ...conditions, connections: CONNECTIONS, shimInPlace, effort, rows }
}

/** @typedef {import('./contest.js').WatchedSide} Side @typedef {import('./contest.js').Subject} Subject */

/** @param {Side} side @param {Subject} subject @param {Effort} effort @returns {Promise<number>} */
function bytesPerRequest(side, subject, { warmUp, rounds, requests }) {
  return withServer(side, subject, flagsOfBytes, warmUp * requests, async (server, load) => {
    const windows = []
    for (let i = 0; i < Math.ceil(rounds / 4); i++) {
      const { bytes } = await server.during('allocate', () => load.make(requests), 'allocated')
      if (bytes !== null) windows.push(bytes / requests)
    }
    if (windows.length === 0) throw new Error('V8 has collected in all windows: ask for fewer requests at a time')
    return middle(windows).median
  })
}

/** @param {Side} side @param {Subject} subject @param {Effort} effort @returns {Promise<Omit<Examined, 'bytes'>>} */
function sharesAndWays(side, subject, { warmUp, rounds, requests }) {
  return withServer(side, subject, [], warmUp * requests, async (server, load) => {
    const { samples, ofContexts } = await server.during('profile', () => load.make(rounds * requests), 'profiled')
    // Last: V8 goes on counting.
    const { shim, host } = await server.during('count', () => load.make(requests), 'counted')
    const perRequest = (/** @type {Record<string, number>} */ counts) => Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / requests]))
    return { share: ofContexts / samples, samples, ways: { shim: perRequest(shim), host: perRequest(host) } }
  })
}

/**
 * Looks at a server of a side when it is warm.
 *
 * @template Result
 * @param {Side} side
 * @param {Subject} subject
 * @param {string[]} flags
 * @param {number} warmUp requests before
 * @param {(server: import('./server.js').Server, load: Load) => Promise<Result>} look
 */
async function withServer(side, subject, flags, warmUp, look) {
  const server = startServer(side, subject, flags)
  try {
    const load = new Load((await server.ready).origin)
    await load.make(warmUp)
    const result = await look(server, load)
    await load.close()
    return result
  } finally {
    server.stop()
  }
}
