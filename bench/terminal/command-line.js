// @ts-check
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'

/** A Node binary to measure. @typedef {{ path: string, node: string, v8: string }} NodeBinary */

/**
 * Reads the command line. What it can't read, and a Node binary that isn't one, end the process with the usage and exit
 * code 2.
 *
 * @template {import('node:util').ParseArgsConfig['options'] & {}} Options
 * @param {string} usage
 * @param {Options} options
 */
export function readCommandLine(usage, options) {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return refuse(usage, error)
  }
}

/**
 * The binaries that `--node` names, or the one that runs now.
 *
 * @param {string} usage
 * @param {string[] | undefined} paths
 * @returns {NodeBinary[]}
 */
export function findNodes(usage, paths = [process.execPath]) {
  try {
    return paths.map(identify)
  } catch (error) {
    return refuse(usage, error)
  }
}

/** @param {string} path @returns {NodeBinary} */
function identify(path) {
  try {
    const print = ['-p', 'JSON.stringify(process.versions)']
    const { node, v8 } = JSON.parse(`${execFileSync(path, print, { stdio: ['ignore', 'pipe', 'ignore'] })}`)
    return { path, node, v8 }
  } catch {
    throw new Error(`${path} is not a Node binary`)
  }
}

/**
 * Measures one Node after the other. Prints what is found as a report for people when it is there, or all of it as JSON.
 *
 * @template Measured
 * @param {NodeBinary[]} binaries
 * @param {boolean | undefined} asJson
 * @param {(binary: NodeBinary) => Measured | Promise<Measured>} measure
 * @param {(measured: Measured) => string} report
 */
export async function printEach(binaries, asJson, measure, report) {
  const all = []
  for (const binary of binaries) {
    const ofOne = await measure(binary)
    all.push(ofOne)
    if (!asJson) console.log(report(ofOne))
  }
  if (asJson) console.log(JSON.stringify(all.length === 1 ? all[0] : all, null, 2))
}

/** What times depend on. @param {NodeBinary} binary */
export function conditionsOf({ node, v8 }) {
  return { node, v8, cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), date: new Date().toISOString() }
}

/** The first line of a report. @param {ReturnType<typeof conditionsOf>} conditions */
export function titleLine({ node, v8, cpu, cores, date }) {
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}`
}

/** @param {string} usage @param {unknown} error @returns {never} */
export function refuse(usage, error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`)
  process.exit(2)
}
