import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { KNOWN_CLOSURES } from '../calls/calibration.js'
import { measureEach } from '../shared/progress.js'
import * as allocations from './allocations.js'
import * as bytes from './bytes.js'
import * as closures from './closures.js'

/**
 * What is counted: calls of an API, of a library, or known ones. With `shim` Node's own API is the shim.
 *
 * @typedef {import('../calls/prepare-calls.js').Conditions} Conditions
 * @typedef {{ ambient?: number, implementation: import('../calls/prepare-calls.js').Implementation }} By
 * @typedef {Conditions & By & { shim?: true }} ApiSubject
 * @typedef {{ library: string, stores: number, transforms?: boolean } & By} LibrarySubject
 * @typedef {ApiSubject | LibrarySubject | { known: string }} Subject
 */

/**
 * What one call takes, and where the allocations are. Bytes are counted with the optimiser, these without.
 *
 * @typedef {{ allocationsPerCall: number, closuresPerCall: number, sites: allocations.Site[] }} Objects
 */

/**
 * Counts what is exact: the same at each run. Each way has a process of its own.
 *
 * @param {Subject} subject
 * @param {string} [node] the Node binary
 * @returns {Promise<Objects>}
 */
export async function countObjects(subject, node) {
  const { closuresPerCall } = closures.read(await outputOf('closures', closures.flags, subject, node))
  const { allocationsPerCall, sites } = JSON.parse(await outputOf('allocations', allocations.flags, subject, node))
  return { allocationsPerCall, closuresPerCall, sites }
}

/**
 * The same, and the bytes.
 *
 * @param {Subject} subject
 * @param {string} [node] the Node binary
 * @returns {Promise<Objects & { bytesPerCall: number }>}
 */
export async function count(subject, node) {
  const { bytesPerCall } = JSON.parse(await outputOf('bytes', bytes.flags, subject, node))
  return { ...await countObjects(subject, node), bytesPerCall }
}

const run = promisify(execFile)
const child = fileURLToPath(new URL('child.js', import.meta.url))

async function outputOf(way, flags, subject, node = process.execPath) {
  const { stdout } = await run(node, [...flags, child, way, JSON.stringify(subject)], { maxBuffer: 2 ** 26 })
  return stdout
}

/**
 * Counts what a call of each subject takes, several at a time: counts do not depend on what else the machine does.
 *
 * @template {Subject} Each
 * @param {string} node the Node binary
 * @param {Each[]} subjects
 * @param {(subject: Each) => boolean} countsBytes whether the bytes of a subject are counted; else they are NaN
 */
export function countEach(title, node, subjects, countsBytes = () => true) {
  const countOne = async (/** @type {Each} */ subject) => {
    const { sites, ...counts } = countsBytes(subject)
      ? await count(subject, node)
      : { ...await countObjects(subject, node), bytesPerCall: NaN }
    return counts
  }
  const nameOf = (/** @type {Each} */ subject) => Object.values(subject).join(' ')
  return measureEach(title, subjects, countOne, nameOf, availableParallelism())
}

/** A known number of closures was counted wrongly, so no other count can be relied on. */
export class CalibrationError extends Error {}

/**
 * Counts calls that make a known number of closures.
 *
 * @param {import('../shared/command-line.js').NodeBinary} binary
 * @throws CalibrationError
 */
export async function calibrate({ path, node }) {
  const rows = await countEach(`Node ${node}, calibrating`, path,
    Object.keys(KNOWN_CLOSURES).map((known) => ({ known })))
  for (const { known, closuresPerCall } of rows) {
    if (closuresPerCall === KNOWN_CLOSURES[known]) continue
    const counts = `${closuresPerCall} closures, not ${KNOWN_CLOSURES[known]}`
    throw new CalibrationError(`Node ${node}: calibration counts ${counts}, for each call of ${known}`)
  }
  return rows
}
