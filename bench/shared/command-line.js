import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * A Node binary to measure; or that of another `host`, whose name stands in its version.
 *
 * @typedef {{ path: string, node: string, v8?: string, host?: string }} NodeBinary
 */

/**
 * Reads the command line. What it can't read, and a Node binary that isn't one, end the process with the usage and exit
 * code 2.
 *
 * @template {import('node:util').ParseArgsConfig['options'] & {}} Options
 * @param {Options} options
 */
export function readCommandLine(usage, options) {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return refuse(usage, error)
  }
}

/** Refuses names that are not known. @param {string[] | undefined} names @param {readonly string[]} known */
export function refuseUnknown(usage, option, names = [], known) {
  if (names.some((name) => !known.includes(name))) refuse(usage, `${option} is one of ${known.join(', ')}`)
}

/** @returns {never} */
export function refuse(usage, error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`)
  process.exit(2)
}

/** The binaries that `--node` names, or the one that runs now. @param {string[]} [paths] @returns {NodeBinary[]} */
export function findNodes(usage, paths = [process.execPath]) {
  return paths.map((path) => {
    try {
      const print = ['-p', 'JSON.stringify(process.versions)']
      const { node, v8 } = JSON.parse(`${execFileSync(path, print, { stdio: ['ignore', 'pipe', 'ignore'] })}`)
      return { path, node, v8 }
    } catch {
      return refuse(usage, `${path} is not a Node binary`)
    }
  })
}

/**
 * Measures one Node after the other. Prints what is found as a report for people when it is there, or all of it as
 * JSON.
 *
 * @param {NodeBinary[]} binaries
 * @param {boolean | undefined} asJson
 * @param {(binary: NodeBinary) => Promise<object>} measure
 * @param {(measured: any) => string} report
 */
export async function printEach(binaries, asJson, measure, report) {
  const all = []
  for (const binary of binaries) {
    const measured = await measure(binary)
    all.push(measured)
    if (!asJson) console.log(report(measured))
  }
  if (asJson) console.log(JSON.stringify(all.length === 1 ? all[0] : all, null, 2))
}
