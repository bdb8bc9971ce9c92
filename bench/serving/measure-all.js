// @ts-check
import { availableParallelism, cpus } from 'node:os'
import { Progress } from '../terminal/progress.js'
import { startReceiver } from './agents/receiver.js'
import { kindOf } from './agents/start-agent.js'
import { Contest } from './contest.js'
import { examine, STEPS } from './examine.js'
import { CONNECTIONS } from './load.js'
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
 * What was measured on one Node, with the conditions.
 *
 * @typedef {object} MeasuredNode
 * @property {string} node its version
 * @property {string} v8
 * @property {string} cpu
 * @property {number} cores
 * @property {string} date
 * @property {number} connections how many requests are under way at any time
 * @property {boolean} shimInPlace whether tracescope has replaced anything on this Node
 * @property {Effort} effort
 * @property {Row[]} rows
 */

/** @typedef {Watched & import('./summary.js').Row & { examined: Record<import('./contest.js').WatchedSide, import('./examine.js').Examined> }} Row */

/**
 * Measures the server on one Node, with one agent after the other.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {Watched[]} all
 * @param {Effort} effort
 * @returns {Promise<MeasuredNode>}
 */
export async function measureAll({ path, node, v8 }, all, effort) {
  installPackages({ agents: all.some(({ agent }) => kindOf(agent).isReal) })
  const date = new Date().toISOString()
  const progress = new Progress(`Node ${node}`, all.length * (effort.processes * effort.rounds + STEPS))
  const receiver = await startReceiver()
  const rows = []
  let shimInPlace = true
  try {
    for (const watched of all) {
      const { agent, stores } = watched
      const subject = { node: path, agent, stores, environment: receiver.environment }
      const step = () => progress.step(agent)
      const rounds = []
      for (let i = 0; i < effort.processes; i++) {
        const contest = await Contest.start(subject)
        shimInPlace &&= contest.shimInPlace
        try {
          for (let round = 0; round < effort.warmUp; round++) await contest.round(effort.requests)
          for (let round = 0; round < effort.rounds; round++) {
            rounds.push(await contest.round(effort.requests))
            step()
          }
        } finally {
          await contest.end()
        }
      }
      rows.push({ agent, stores, ...summarize(rounds), examined: await examine(subject, effort, step) })
    }
  } finally {
    receiver.stop()
  }
  progress.end()
  const cpu = cpus()[0]?.model ?? 'unknown'
  const cores = availableParallelism()
  return { node, v8, cpu, cores, date, connections: CONNECTIONS, shimInPlace, effort, rows }
}
