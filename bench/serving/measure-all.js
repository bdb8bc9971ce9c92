// @ts-check
import { availableParallelism, cpus } from 'node:os'
import { Progress } from '../terminal/progress.js'
import { Contest } from './contest.js'
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
 * What was measured on one Node, with the conditions.
 *
 * @typedef {object} MeasuredNode
 * @property {string} node its version
 * @property {string} v8
 * @property {import('./agents/start-agent.js').Agent} agent
 * @property {string} cpu
 * @property {number} cores
 * @property {string} date
 * @property {number} connections how many requests are under way at any time
 * @property {boolean} shimInPlace whether tracescope has replaced anything on this Node
 * @property {Effort} effort
 * @property {import('./summary.js').Row[]} rows
 */

/**
 * Measures the server on one Node, with one number of stores after the other.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {{ agent: import('./agents/start-agent.js').Agent, stores: number[] }} watched
 * @param {Effort} effort
 * @returns {Promise<MeasuredNode>}
 */
export async function measureAll({ path, node, v8 }, { agent, stores }, effort) {
  installPackages()
  const date = new Date().toISOString()
  const progress = new Progress(`Node ${node}, ${agent} agent`, stores.length * effort.processes * effort.rounds)
  const rows = []
  let shimInPlace = true
  for (const count of stores) {
    const rounds = []
    for (let i = 0; i < effort.processes; i++) {
      const contest = await Contest.start(path, { agent, stores: count })
      shimInPlace &&= contest.shimInPlace
      try {
        for (let round = 0; round < effort.warmUp; round++) await contest.round(effort.requests)
        for (let round = 0; round < effort.rounds; round++) {
          rounds.push(await contest.round(effort.requests))
          progress.step(`${count} ${count === 1 ? 'store' : 'stores'}`)
        }
      } finally {
        await contest.end()
      }
    }
    rows.push({ stores: count, ...summarize(rounds) })
  }
  progress.end()
  const cpu = cpus()[0]?.model ?? 'unknown'
  const cores = availableParallelism()
  return { node, v8, agent, cpu, cores, date, connections: CONNECTIONS, shimInPlace, effort, rows }
}
