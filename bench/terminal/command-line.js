// @ts-check
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * A Node binary to measure.
 *
 * @typedef {{ path: string, node: string, v8: string }} NodeBinary
 */

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
 * @param {string} usage
 * @param {unknown} error
 * @returns {never}
 */
export function refuse(usage, error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`)
  process.exit(2)
}
