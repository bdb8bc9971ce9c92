// @ts-check
import { CHANNELS } from '../calls/mixed/channels.js'
import { Contestant } from './contestant.js'
import { firstCore } from './cores.js'
import { Runner } from './runner.js'
import { summarize } from './summary.js'

/**
 * How long it is measured: in so many processes one after the other, each of them with rounds of so many milliseconds for
 * each side, and before them the milliseconds of a warm-up.
 *
 * @typedef {{ processes: number, rounds: number, milliseconds: number, warmUp: number }} Effort
 */

/**
 * The two that are compared, and two floors: by hand, and the call alone.
 *
 * @typedef {'node' | 'tracescope' | 'floor' | 'direct'} Side
 */

/** @type {Side[]} */
const SIDES = ['node', 'tracescope', 'floor', 'direct']

/**
 * Times a case in rounds, in each of them one side after the other.
 *
 * Several processes, because one may be lucky: in where its code and heap lie, and in the core that it runs on.
 *
 * @param {string} node the Node binary
 * @param {import('./cases.js').TimedCase} timedCase
 * @param {Effort} effort
 */
export async function timeCase(node, timedCase, effort) {
  /** @type {Record<Side, number[]>} */
  const times = { node: [], tracescope: [], floor: [], direct: [] }
  /** @type {Record<Side, number>} */
  const callsPerRound = { node: 0, tracescope: 0, floor: 0, direct: 0 }
  for (let i = 0; i < effort.processes; i++) await timeInProcesses(node, timedCase, effort, times, callsPerRound)
  return summarize(times, callsPerRound)
}

/**
 * Adds the rounds of fresh processes.
 *
 * @param {string} node
 * @param {import('./cases.js').TimedCase} timedCase
 * @param {Effort} effort
 * @param {Record<Side, number[]>} times
 * @param {Record<Side, number>} callsPerRound
 */
async function timeInProcesses(node, timedCase, effort, times, callsPerRound) {
  const { rounds, milliseconds, warmUp } = effortFor(timedCase, effort)
  const { contestants, sides } = timedCase.install ? shimAgainstNode(node, timedCase) : libraryAgainstNode(node, timedCase)
  try {
    for (const contestant of contestants) await contestant.ready
    // On virtual machines a core may be half as fast as another for a while: two processes have to have the same one.
    if (contestants.length > 1) for (const contestant of contestants) contestant.keepToCore(firstCore())
    for (const side of SIDES) callsPerRound[side] = await sides[side].warmUp(warmUp, milliseconds)
    for (let round = 0; round < rounds; round++) {
      for (const side of SIDES) times[side].push(await sides[side].round())
    }
  } finally {
    for (const contestant of contestants) contestant.end()
  }
}

/**
 * As many calls as come together: those of all channels of a program.
 *
 * @param {import('./cases.js').TimedCase} timedCase
 */
export function waveOf({ api }) {
  return api === 'mixed' ? CHANNELS : undefined
}

/**
 * How long a case is measured. V8 takes longer to optimise code that is called once in forty calls.
 *
 * @param {import('./cases.js').TimedCase} timedCase
 * @param {Effort} effort
 * @returns {Effort}
 */
export function effortFor({ api }, effort) {
  return api === 'mixed' ? { ...effort, warmUp: effort.warmUp * 10 } : effort
}

/**
 * All in one process, so that they have the same machine, heap and weather.
 *
 * @param {string} node
 * @param {import('./cases.js').TimedCase} conditions
 */
function libraryAgainstNode(node, conditions) {
  const wave = waveOf(conditions)
  const contestant = new Contestant(node, { conditions, implementations: ['node', 'tracescope', 'byHand', 'direct'] })
  return {
    contestants: [contestant],
    sides: {
      node: new Runner(contestant, 'node', wave),
      tracescope: new Runner(contestant, 'tracescope', wave),
      floor: new Runner(contestant, 'byHand', wave),
      direct: new Runner(contestant, 'direct', wave)
    }
  }
}

/**
 * Two processes that take turns, each as often: one that waits longer is slower when it goes on.
 *
 * `install()` and `uninstall()` between rounds of one process would be unfair to Node: once a method has been replaced V8
 * no longer takes it for a constant, and calls the one that was put back more slowly than in a process where nobody ever
 * touched it; the code of both sides would be thrown away in each round.
 *
 * @param {string} node
 * @param {import('./cases.js').TimedCase} conditions
 */
function shimAgainstNode(node, conditions) {
  const wave = waveOf(conditions)
  const stock = new Contestant(node, { conditions, implementations: ['node', 'byHand'] })
  const shim = new Contestant(node, { conditions, implementations: ['node', 'direct'], install: conditions.install })
  return {
    contestants: [stock, shim],
    sides: {
      node: new Runner(stock, 'node', wave),
      tracescope: new Runner(shim, 'node', wave),
      floor: new Runner(stock, 'byHand', wave),
      direct: new Runner(shim, 'direct', wave)
    }
  }
}
