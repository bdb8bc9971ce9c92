// @ts-check
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildHash } from '../reporting/measure.js'
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { Contestant } from './contestant.js'
import { titleOf } from './report.js'
import { Runner } from './runner.js'
import { summarize } from './summary.js'
import { addRounds, effortFor, waveOf } from './time-case.js'

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
  /** @type {Record<typeof SIDES[number], number[]>} */
  const times = { other: [], this: [] }
  const callsPerRound = { other: 0, this: 0 }
  const { install } = timedCase
  const implementation = install ? 'node' : 'tracescope'
  for (let i = 0; i < effort.processes; i++) {
    const contestants = (i % 2 ? SIDES.toReversed() : SIDES).map((side) => {
      const build = pathToFileURL(modules[side]).href
      return { side, contestant: new Contestant(node, { conditions: timedCase, implementations: [implementation], install, build }) }
    })
    await addRounds({
      contestants: contestants.map(({ contestant }) => contestant),
      sides: Object.fromEntries(contestants.map(({ side, contestant }) => [side, new Runner(contestant, implementation, waveOf(timedCase))]))
    }, effortFor(timedCase, effort), times, callsPerRound)
  }
  return summarize(times, callsPerRound, ['other', 'this'])
}
