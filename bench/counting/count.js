// @ts-check
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as allocations from './allocations.js'
import * as bytes from './bytes.js'
import * as closures from './closures.js'

const run = promisify(execFile)
const child = fileURLToPath(new URL('child.js', import.meta.url))

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
 * @param {import('./subject.js').Subject} subject
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
 * @param {import('./subject.js').Subject} subject
 * @param {string} node the Node binary
 * @returns {Promise<Omit<Counts, 'bytesPerCall'>>}
 */
export async function countObjects(subject, node = process.execPath) {
  const { closuresPerCall } = closures.read(await measure(node, 'closures', closures.flags, subject))
  const { allocationsPerCall, sites } = JSON.parse(await measure(node, 'allocations', allocations.flags, subject))
  return { allocationsPerCall, closuresPerCall, sites }
}

/**
 * @param {string} node
 * @param {string} way
 * @param {string[]} flags
 * @param {import('./subject.js').Subject} subject
 */
async function measure(node, way, flags, subject) {
  const { stdout } = await run(node, [...flags, child, way, JSON.stringify(subject)], { maxBuffer: 2 ** 26 })
  return stdout
}
