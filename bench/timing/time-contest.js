import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Child } from '../shared/child.js'
import { inTurns } from '../shared/in-turns.js'
import { extremes, mapValues, median, ratios } from '../shared/statistics.js'
import { effortFor, waveOf } from './cases.js'

/**
 * How long it is measured: in so many processes one after the other, each of them with rounds of so many milliseconds
 * for each side, and before them the milliseconds of a warm-up.
 *
 * @typedef {{ processes: number, rounds: number, milliseconds: number, warmUp: number }} Effort
 */

/**
 * The rounds in short: the median of each side in nanoseconds per call; `ratio`, the median of the first ÷ the second
 * in each round, where the two were timed one right after the other; and `spread`, the least and the most of each.
 *
 * @typedef {{ [side: string]: number } & { ratio: number, spread: Record<string, [number, number]> }} Times
 */

const child = new URL('child.js', import.meta.url)

/**
 * Times a case in rounds, in each of them one side after the other. Several processes, because one may be lucky: in
 * where its code and heap lie, and in the core that it runs on.
 *
 * @param {string} execPath the Node binary
 * @param {import('./cases.js').TimedCase} timedCase
 * @param {import('./contests.js').ContestOf} contestOf
 * @param {Effort} ofAll how long a case is measured
 * @returns {Promise<Times>}
 */
export async function timeContest(execPath, timedCase, contestOf, ofAll) {
  const effort = effortFor(timedCase, ofAll)
  /** @type {Record<string, number[]>} */
  const times = {}
  for (let i = 0; i < effort.processes; i++) {
    const { plans, sides } = contestOf(timedCase, i)
    const children = plans.map((plan) => new Child(child, plan, { execPath, execArgv: ['--expose-gc'] }))
    try {
      for (const { ready } of children) await ready
      // On virtual machines a core may be half as fast as another for a while: two processes have to have the same one.
      if (children.length > 1) children.forEach(keepToCore)
      const runners = mapValues(sides, ([process, implementation]) => {
        return new Runner(children[process], implementation, waveOf(timedCase))
      })
      for (const runner of Object.values(runners)) await runner.warmUp(effort)
      const taken = await inTurns(mapValues(runners, (runner) => () => runner.round()), { rounds: effort.rounds })
      for (const side of Object.keys(taken)) times[side] = [...times[side] ?? [], ...taken[side]]
    } finally {
      for (const child of children) child.end()
    }
  }
  const [first, second] = Object.values(times)
  const all = { ...times, ratio: ratios(first, second) }
  return /** @type {any} */ ({ ...mapValues(all, median), spread: mapValues(all, extremes) })
}

/** One side: an implementation in a process. */
class Runner {
  /** @param {Child} child @param {string} implementation @param {number} wave */
  constructor(child, implementation, wave) {
    this.child = child
    this.implementation = implementation
    this.calls = this.wave = wave
  }

  /** Makes calls for some time, and finds out how many a round can have. @param {Effort} effort */
  async warmUp({ warmUp, milliseconds }) {
    let elapsed = 0
    let fastest = Infinity
    while (elapsed < warmUp) {
      const took = await this.round() * this.calls / 1e6
      elapsed += took
      fastest = Math.min(fastest, took / this.calls)
      this.calls = Math.ceil(Math.min(this.calls * 2, milliseconds / fastest) / this.wave) * this.wave
    }
  }

  /** Makes the calls of a round. @returns {Promise<number>} nanoseconds per call */
  async round() {
    const { nanoseconds } = await this.child.ask({ implementation: this.implementation, calls: this.calls })
    return nanoseconds / this.calls
  }
}

/**
 * Has the main thread of a process run on one core alone, where there is `taskset`: the first of those that this
 * process may run on. Who starts the bench on some cores alone has reserved the others. The threads that compile and
 * collect garbage stay free.
 *
 * @param {Child} child
 */
function keepToCore({ pid }) {
  let core = '0'
  try {
    [, core] = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? ['', core]
  } catch {
    // Not Linux.
  }
  spawnSync('taskset', ['-cp', core, `${pid}`], { stdio: 'ignore' })
}
