// @ts-check
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { KNOWN_CLOSURES } from '../calls/calibration.js'
import { Progress } from '../terminal/progress.js'
import * as allocations from './allocations.js'
import * as bytes from './bytes.js'
import * as closures from './closures.js'

const run = promisify(execFile)
const child = fileURLToPath(new URL('child.js', import.meta.url))

/**
 * What is counted: calls of an API, of a library, or known ones. With `shim` Node's own API is the shim.
 *
 * @typedef {import('../calls/prepare-calls.js').Implementation} Implementation
 * @typedef {import('../calls/prepare-calls.js').Conditions & { ambient?: number, implementation: Implementation, shim?: true }} ApiSubject
 * @typedef {import('../calls/prepare-library.js').Library} Library
 * @typedef {{ library: Library, stores: number, transforms?: boolean, ambient?: number, implementation: 'node' | 'tracescope' }} LibrarySubject
 * @typedef {{ known: import('../calls/calibration.js').Known }} KnownSubject
 * @typedef {ApiSubject | LibrarySubject | KnownSubject} Subject
 */

/**
 * What one call takes: allocations and closures without the optimiser, bytes with it.
 *
 * @typedef {object} Counts
 * @property {number} allocationsPerCall
 * @property {number} closuresPerCall
 * @property {number} bytesPerCall
 * @property {import('./allocations.js').Site[]} sites where the allocations are
 */

/**
 * Counts what one call of a subject takes, each way in a process of its own.
 *
 * @param {Subject} subject
 * @param {string} node the Node binary
 * @returns {Promise<Counts>}
 */
export async function count(subject, node = process.execPath) {
  const { allocationsPerCall, closuresPerCall, sites } = await countObjects(subject, node)
  const { bytesPerCall } = JSON.parse(await measure(node, 'bytes', bytes.flags, subject))
  return { allocationsPerCall, closuresPerCall, bytesPerCall, sites }
}

/**
 * Counts what is exact: the same at each run.
 *
 * @param {Subject} subject
 * @param {string} node the Node binary
 * @returns {Promise<Omit<Counts, 'bytesPerCall'>>}
 */
export async function countObjects(subject, node = process.execPath) {
  const { closuresPerCall } = closures.read(await measure(node, 'closures', closures.flags, subject))
  const { allocationsPerCall, sites } = JSON.parse(await measure(node, 'allocations', allocations.flags, subject))
  return { allocationsPerCall, closuresPerCall, sites }
}

/** @param {string} node @param {string} way @param {string[]} flags @param {Subject} subject */
async function measure(node, way, flags, subject) {
  const { stdout } = await run(node, [...flags, child, way, JSON.stringify(subject)], { maxBuffer: 2 ** 26 })
  return stdout
}

/**
 * Counts what a call of each subject takes, several at a time: counts do not depend on what else the machine does.
 *
 * @template {Subject} Each
 * @param {string} title
 * @param {string} node the Node binary
 * @param {Each[]} subjects
 * @returns {Promise<Array<Each & Omit<Counts, 'sites'>>>}
 */
export async function countEach(title, node, subjects) {
  const progress = new Progress(title, subjects.length)
  /** @type {any[]} */
  const rows = []
  const waiting = [...subjects.entries()]
  await Promise.all(Array.from({ length: availableParallelism() }, countNext))
  progress.end()
  return rows

  async function countNext() {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, subject] = next
      const { sites, ...counts } = await count(subject, node)
      rows[index] = { ...subject, ...counts }
      progress.step(Object.values(subject).join(' '))
    }
  }
}

/** A known number of closures was counted wrongly, so no other count can be relied on. */
export class CalibrationError extends Error {}

/**
 * Counts calls that make a known number of closures.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @throws CalibrationError
 */
export async function calibrate({ path, node }) {
  const known = /** @type {import('../calls/calibration.js').Known[]} */ (Object.keys(KNOWN_CLOSURES))
  const rows = await countEach(`Node ${node}, calibrating`, path, known.map((known) => ({ known })))
  for (const { known, closuresPerCall } of rows) {
    if (closuresPerCall === KNOWN_CLOSURES[known]) continue
    const counts = `${closuresPerCall} closures, not ${KNOWN_CLOSURES[known]}`
    throw new CalibrationError(`Node ${node}: calibration counts ${counts}, for each call of ${known}`)
  }
  return rows
}
