// @ts-check
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildHash } from '../reporting/measure.js'
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { Contestant } from './contestant.js'
import { firstCore } from './cores.js'
import { titleOf } from './report.js'
import { Runner } from './runner.js'
import { summarizeRatio } from './summary.js'
import { effortFor, waveOf } from './time-case.js'

/** @typedef {import('./cases.js').TimedCase} TimedCase */

/**
 * The times of two builds of tracescope on one Node, with the conditions under which they were taken: `builds` has the hash of
 * each. A row has the case, the medians of both, and the ratio `other` ÷ `this`, the median of all rounds: above 1 this build
 * is faster.
 *
 * @typedef {Awaited<ReturnType<typeof timeAgainst>>} ComparedNode
 */

const SIDES = /** @type {const} */ (['other', 'this'])

/** The module of a checkout that is built, or `undefined` if there is none. @param {string} checkout */
export function moduleOf(checkout) {
  const file = join(resolve(checkout), 'dist', 'esm', 'index.js')
  return existsSync(file) ? file : undefined
}

/**
 * Times cases by the module of another build and by this one's.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {TimedCase[]} cases
 * @param {import('./time-case.js').Effort} effort
 * @param {string} other
 */
export async function timeAgainst(binary, cases, effort, other) {
  const conditions = conditionsOf(binary)
  const modules = { other, this: /** @type {string} */ (moduleOf(fileURLToPath(new URL('../..', import.meta.url)))) }
  const progress = new Progress(`Node ${binary.node}`, cases.length)
  const rows = []
  for (const timedCase of cases) {
    rows.push({ ...timedCase, ...await compareCase(binary.path, timedCase, effort, modules) })
    progress.step(titleOf(timedCase))
  }
  progress.end()
  const builds = { other: buildHash(join(modules.other, '..')), this: buildHash(join(modules.this, '..')) }
  return { ...conditions, builds, ...effort, rows }
}

/**
 * Times a case in rounds, by two fresh processes that take turns on one core: neither build runs on what V8 has learned from
 * the other. Which of them begins changes from pair to pair.
 *
 * @param {string} node the Node binary
 * @param {TimedCase} timedCase
 * @param {import('./time-case.js').Effort} effort
 * @param {Record<typeof SIDES[number], string>} modules
 */
async function compareCase(node, timedCase, effort, modules) {
  const { processes, rounds, milliseconds, warmUp } = effortFor(timedCase, effort)
  /** @type {Record<typeof SIDES[number], number[]>} */
  const times = { other: [], this: [] }
  const callsPerRound = { other: 0, this: 0 }
  const { install } = timedCase
  const implementation = install ? 'node' : 'tracescope'
  for (let i = 0; i < processes; i++) {
    const order = i % 2 ? SIDES.toReversed() : SIDES
    const runners = order.map((side) => {
      const build = pathToFileURL(modules[side]).href
      const contestant = new Contestant(node, { conditions: timedCase, implementations: [implementation], install, build })
      return { side, contestant, runner: new Runner(contestant, implementation, waveOf(timedCase)) }
    })
    try {
      for (const { contestant } of runners) await contestant.ready
      for (const { contestant } of runners) contestant.keepToCore(firstCore())
      for (const { side, runner } of runners) callsPerRound[side] = await runner.warmUp(warmUp, milliseconds)
      for (let round = 0; round < rounds; round++) {
        for (const { side, runner } of runners) times[side].push(await runner.round())
      }
    } finally {
      for (const { contestant } of runners) contestant.end()
    }
  }
  return summarizeRatio(times, ['other', 'this'], callsPerRound)
}
