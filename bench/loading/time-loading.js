// @ts-check
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { conditionsOf } from '../terminal/command-line.js'
import { Progress } from '../terminal/progress.js'
import { middle } from '../timing/summary.js'

/** @param {string} name */
const file = (name) => fileURLToPath(new URL(name, import.meta.url))

const EMPTY = { '--import': file('empty.mjs'), '--require': file('empty.cjs') }
const FLAGS = /** @type {const} */ (['--import', '--require'])

/**
 * What loading takes on one Node, in milliseconds.
 *
 * - `empty`, `register`: a whole process, from its start to its end, that preloads nothing to speak of, or tracescope
 * - `above`: how much longer the one with tracescope takes than the one next to it
 * - `itself`: the import or require of `tracescope/register` alone, in a process that runs already
 *
 * @typedef {ReturnType<typeof timeLoading>} TimedLoading
 */

/**
 * Starts processes in rounds, in each of them one of every kind; the one that is first takes turns.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {number} rounds
 */
export function timeLoading(binary, rounds) {
  const { path } = binary
  const conditions = conditionsOf(binary)
  const progress = new Progress(`Node ${binary.node}`, FLAGS.length * (rounds + 1))
  const rows = FLAGS.map((flag) => {
    /** @type {Record<'empty' | 'register' | 'itself', number[]>} */
    const times = { empty: [], register: [], itself: [] }
    const kinds = [
      () => times.empty.push(timeProcess(path, flag, EMPTY[flag])),
      () => times.register.push(timeProcess(path, flag, 'tracescope/register'))
    ]
    // One round more than is counted: the first finds the files on the disk.
    for (let round = 0; round <= rounds; round++) {
      for (const time of kinds.reverse()) time()
      times.itself.push(timeItself(path, flag))
      progress.step(flag)
    }
    for (const each of Object.values(times)) each.shift()
    const above = times.register.map((time, round) => time - times.empty[round])
    return { flag, empty: summarize(times.empty), register: summarize(times.register), itself: summarize(times.itself), above: summarize(above) }
  })
  progress.end()
  return { ...conditions, rounds, rows }
}

/** @param {number[]} values */
function summarize(values) {
  const { median, half: [from, to] } = middle(values)
  return { median, from, to }
}

/** @param {string} node @param {string} flag @param {string} preload */
function timeProcess(node, flag, preload) {
  const start = process.hrtime.bigint()
  run(node, [flag, preload, EMPTY['--require']])
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** @param {string} node @param {keyof typeof EMPTY} flag */
function timeItself(node, flag) {
  return Number(run(node, [file(flag === '--import' ? 'import-itself.mjs' : 'require-itself.cjs')]))
}

/** @param {string} node @param {string[]} args */
function run(node, args) {
  const { NODE_OPTIONS, ...env } = process.env
  return execFileSync(node, args, { cwd: file('../..'), env, encoding: 'utf8' })
}
