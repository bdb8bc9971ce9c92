// @ts-check
import { calibrate } from '../counting/calibrate.js'
import { API_CASES } from '../counting/cases.js'
import { countEach } from '../counting/count-each.js'
import { conditionsInWords } from '../terminal/conditions.js'

/** @typedef {import('../counting/subject.js').ApiSubject} ApiSubject */

/**
 * What one call takes: closures and allocations without the optimiser, bytes with it.
 *
 * @typedef {{ closures: number, allocations: number, bytes?: number }} CallCounts
 */

/**
 * Node's own methods where the shim is in their place. The libraries of the bench, which call them too, are no rows: they
 * don't allocate the same each time. pino makes a new string when the clock has moved on since the last line, and of
 * lru-cache's code the optimiser leaves out more or less by when it comes to it, 24 bytes a call on Node 22.
 *
 * @type {ApiSubject[]}
 */
const WITH_THE_SHIM = [
  { api: 'traceSync', subscribers: false, stores: 0 },
  { api: 'runStores', subscribers: true, stores: 1, transforms: true, ambient: 1 },
  .../** @type {const} */ (['traceSync', 'tracePromise', 'traceCallback', 'runStores']).map((api) => ({ api, subscribers: true, stores: 1 }))
].map((conditions) => ({ .../** @type {ApiSubject} */ (conditions), implementation: 'node', shim: true }))

/** Node's own are not ours to keep. */
const CASES = [...API_CASES.filter(({ implementation }) => implementation === 'tracescope'), ...WITH_THE_SHIM]

/**
 * Counts what is checked on one Node.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {(row: string) => boolean} isWanted which rows are counted, by name
 * @returns {Promise<Record<string, CallCounts>>} by the name of the row
 * @throws {import('../counting/calibrate.js').CalibrationError}
 */
export async function countChecked(binary, isWanted = () => true) {
  await calibrate(binary)
  const rows = await countEach(`Node ${binary.node}`, binary.path, CASES.filter((row) => isWanted(nameOf(row))))
  return Object.fromEntries(rows.map((row) => [nameOf(row), {
    closures: row.closuresPerCall,
    allocations: row.allocationsPerCall,
    ...hasExactBytes(row) && { bytes: ofWholeWords(row.bytesPerCall) }
  }]))
}

/** @param {ApiSubject} row */
function nameOf(row) {
  return `${row.api}${row.shim ? ' with the shim' : ''}: ${conditionsInWords(row)}`
}

/**
 * Whether the bytes of a row are the same each time. The optimiser leaves out more or less of what Node does for each promise
 * (528 or 552 bytes a call on Node 22), of what transforms make (168 or 176 on Node 20, 352 or 408 on 26), and of a call with eight
 * stores (80 or 88 on Node 22). Their objects are counted without it, and are checked.
 *
 * @param {ApiSubject} row
 */
function hasExactBytes({ api, transforms, stores }) {
  return api !== 'tracePromise' && !transforms && stores < 8
}

/**
 * Objects are multiples of eight bytes. What is counted beside them, as what no object fits in at the end of a page, can come
 * to a byte a call.
 *
 * @param {number} bytes
 */
function ofWholeWords(bytes) {
  return Math.round(bytes / 8) * 8
}
