import { flags as flagsOfBytes } from '../counting/bytes.js'
import { inTurns } from '../shared/in-turns.js'
import { mapValues, median } from '../shared/statistics.js'
import { Load } from './load.js'
import { during } from './server.js'
import { SIDES, startSide, WATCHED_SIDES } from './sides.js'
import { summarize } from './summary.js'

/** @typedef {import('./sides.js').Subject} Subject */

/**
 * How long it is measured: so many times in fresh processes, in each of them so many rounds of so many requests for
 * each side, after other rounds to warm up.
 *
 * @typedef {{ processes: number, rounds: number, requests: number, warmUp: number }} Effort
 */

/** How often `step` is called. @param {Effort} effort */
export const stepsOf = ({ processes, rounds }) => processes * rounds + WATCHED_SIDES.length

/**
 * Measures the server under one agent, and looks at what would disturb who measures time in servers one by one.
 *
 * @param {Subject} subject
 * @param {Effort} effort
 * @param {() => void} step is called after each round that counts, and after each server that was looked at
 */
export async function measureAgent(subject, effort, step) {
  /** @type {Record<string, import('./summary.js').Taken[]>} */
  const taken = Object.fromEntries(SIDES.map((side) => [side, []]))
  let shimInPlace = true
  for (let i = 0; i < effort.processes; i++) {
    const contest = await makeRounds(subject, effort, step)
    for (const side of SIDES) taken[side].push(...contest.taken[side])
    shimInPlace &&= contest.shimInPlace
  }
  /** @type {Record<string, Awaited<ReturnType<typeof examine>>>} */
  const examined = {}
  for (const side of WATCHED_SIDES) {
    examined[side] = await examine(side, subject, effort)
    step()
  }
  return { shimInPlace, row: { agent: subject.agent, stores: subject.stores, ...summarize(taken), examined } }
}

/**
 * Has fresh servers of all sides answer requests in rounds, one side at a time: in one round after the other in the
 * opposite order, so that each of two that are next to each other is as often the first. There are versions of Node
 * where the shim replaces nothing.
 *
 * @param {Subject} subject
 * @param {Effort} effort
 */
async function makeRounds(subject, { rounds, requests, warmUp }, step) {
  const servers = SIDES.map((side) => startSide(side, subject))
  try {
    const ready = await Promise.all(servers.map((server) => server.ready))
    const loads = ready.map(({ origin }) => new Load(origin))
    const sides = Object.fromEntries(SIDES.map((side, i) => [side, async () => {
      await servers[i].ask('begin')
      const made = await loads[i].make(requests)
      return { requests, ...made, used: await servers[i].ask('end') }
    }]))
    const taken = await inTurns(sides, { rounds, uncounted: warmUp, isAlternating: true, step })
    for (const load of loads) await load.close()
    return {
      taken, shimInPlace: ready[SIDES.indexOf('tracescope')].traceSync !== ready[SIDES.indexOf('node')].traceSync
    }
  } finally {
    for (const server of servers) server.end()
  }
}

/**
 * Looks at servers of a side: bytes that are allocated per request, the median of some windows; the part of the CPU
 * time that enters stores and publishes, by a profile of so many samples; and how often, per request, methods were
 * called that enter stores.
 *
 * @param {string} side
 * @param {Subject} subject
 * @param {Effort} effort
 */
async function examine(side, subject, { warmUp, rounds, requests }) {
  const bytes = await withServer(side, subject, flagsOfBytes, warmUp * requests, async (server, load) => {
    const windows = []
    for (let i = 0; i < Math.ceil(rounds / 4); i++) {
      const { bytes } = await during(server, 'allocate', () => load.make(requests), 'allocated')
      if (bytes !== null) windows.push(bytes / requests)
    }
    if (windows.length === 0) throw new Error('V8 has collected in all windows: ask for fewer requests at a time')
    return median(windows)
  })
  return withServer(side, subject, [], warmUp * requests, async (server, load) => {
    const { samples, ofContexts } = await during(server, 'profile', () => load.make(rounds * requests), 'profiled')
    // Last: V8 goes on counting.
    const ways = await during(server, 'count', () => load.make(requests), 'counted')
    const perRequest = mapValues(ways, (counts) => mapValues(counts, (count) => count / requests))
    return { bytes, share: ofContexts / samples, samples, ways: perRequest }
  })
}

/**
 * Looks at a server of a side when it is warm.
 *
 * @template Result
 * @param {(server: import('../shared/child.js').Child, load: Load) => Promise<Result>} look
 */
async function withServer(side, subject, flags, warmUp, look) {
  const server = startSide(side, subject, flags)
  try {
    const load = new Load((await server.ready).origin)
    await load.make(warmUp)
    const result = await look(server, load)
    await load.close()
    return result
  } finally {
    server.end()
  }
}
