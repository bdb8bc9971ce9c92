// @ts-check
import { CHANNELS } from '../calls/mixed/channels.js'
import { Contestant } from './contestant.js'
import { Runner } from './runner.js'
import { summarize } from './summary.js'

/**
 * How long it is measured: in so many processes one after the other, each of them with rounds of so many milliseconds for
 * each side, and before them the milliseconds of a warm-up.
 *
 * @typedef {{ processes: number, rounds: number, milliseconds: number, warmUp: number }} Effort
 */

/** The two that are compared, and two floors: by hand, and the call alone. @typedef {'node' | 'tracescope' | 'floor' | 'direct'} Side */

/**
 * Fresh processes, and what each side of a comparison is in them.
 *
 * @template {string} Sides
 * @typedef {{ contestants: Contestant[], sides: Record<Sides, Runner> }} Contest
 */

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
  for (let i = 0; i < effort.processes; i++) {
    const contest = timedCase.install ? shimAgainstNode(node, timedCase) : libraryAgainstNode(node, timedCase)
    await addRounds(contest, effortFor(timedCase, effort), times, callsPerRound)
  }
  return summarize(times, callsPerRound)
}

/**
 * Adds the rounds of fresh processes.
 *
 * @template {string} Sides
 * @param {Contest<Sides>} contest its sides in the order in which they take turns
 * @param {Effort} effort
 * @param {Record<Sides, number[]>} times
 * @param {Record<Sides, number>} callsPerRound
 */
export async function addRounds({ contestants, sides }, { rounds, milliseconds, warmUp }, times, callsPerRound) {
  const order = /** @type {Sides[]} */ (Object.keys(sides))
  try {
    for (const contestant of contestants) await contestant.ready
    // On virtual machines a core may be half as fast as another for a while: two processes have to have the same one.
    if (contestants.length > 1) for (const contestant of contestants) contestant.keepToCore()
    for (const side of order) callsPerRound[side] = await sides[side].warmUp(warmUp, milliseconds)
    for (let round = 0; round < rounds; round++) {
      for (const side of order) times[side].push(await sides[side].round())
    }
  } finally {
    for (const contestant of contestants) contestant.end()
  }
}

/** As many calls as come together: those of all channels of a program. @param {import('./cases.js').TimedCase} timedCase */
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
 * @returns {Contest<Side>}
 */
function libraryAgainstNode(node, conditions) {
  const contestant = new Contestant(node, { conditions, implementations: ['node', 'tracescope', 'byHand', 'direct'] })
  const runner = (/** @type {import('../calls/prepare-calls.js').Implementation} */ name) => new Runner(contestant, name, waveOf(conditions))
  return {
    contestants: [contestant],
    sides: { node: runner('node'), tracescope: runner('tracescope'), floor: runner('byHand'), direct: runner('direct') }
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
 * @returns {Contest<Side>}
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
