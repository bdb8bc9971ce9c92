import { conditionsInWords } from '../shared/conditions-in-words.js'
import { API_CASES } from './cases.js'
import { calibrate, countEach, countObjects } from './count.js'

/** @typedef {import('./count.js').ApiSubject} ApiSubject */

/**
 * Node's own methods where the shim is in their place. The libraries of the bench, which call them too, are no rows:
 * they don't allocate the same each time. pino makes a new string when the clock has moved on since the last line, and
 * of lru-cache's code the optimiser leaves out more or less by when it comes to it, 24 bytes a call on Node 22.
 *
 * @type {ApiSubject[]}
 */
const WITH_THE_SHIM = [
  { api: 'traceSync', subscribers: false, stores: 0 },
  { api: 'runStores', subscribers: true, stores: 1, transforms: true, ambient: 1 },
  ...['traceSync', 'tracePromise', 'traceCallback', 'runStores'].map((api) => ({ api, subscribers: true, stores: 1 }))
].map((conditions) => ({ ...conditions, implementation: 'node', shim: true }))

/** Node's own are not ours to keep. */
const CASES = [...API_CASES.filter(({ implementation }) => implementation === 'tracescope'), ...WITH_THE_SHIM]

/**
 * Counts what is checked on one Node, by the name of the row.
 *
 * @param {import('../shared/command-line.js').NodeBinary} binary
 * @param {(row: string) => boolean} isWanted which rows are counted, by name
 * @returns {Promise<Record<string, import('./kept-counts.js').CallCounts>>}
 * @throws {import('./count.js').CalibrationError}
 */
export async function countChecked(binary, isWanted = () => true) {
  await calibrate(binary)
  const cases = CASES.filter((row) => isWanted(nameOf(row)))
  const rows = await countEach(`Node ${binary.node}`, binary.path, cases, hasExactBytes)
  return Object.fromEntries(rows.map((row) => [nameOf(row), {
    closures: row.closuresPerCall,
    allocations: row.allocationsPerCall,
    ...hasExactBytes(row) && { bytes: ofWholeWords(row.bytesPerCall) }
  }]))
}

/** Where a row allocates, if it is still counted. @param {string} row its name @param {string} node the Node binary */
export async function sitesOf(row, node) {
  const subject = CASES.find((subject) => nameOf(subject) === row)
  return subject ? (await countObjects(subject, node)).sites : []
}

/** @param {ApiSubject} row */
function nameOf(row) {
  return `${row.api}${row.shim ? ' with the shim' : ''}: ${conditionsInWords(row)}`
}

/**
 * Whether the bytes of a row are the same each time. The optimiser leaves out more or less of what Node does for each
 * promise (528 or 552 bytes a call on Node 22), of what transforms make (168 or 176 on Node 20, 352 or 408 on 26), and
 * of a call with eight stores (80 or 88 on Node 22). Their objects are counted without it, and are checked.
 *
 * @param {ApiSubject} row
 */
function hasExactBytes({ api, transforms, stores }) {
  return api !== 'tracePromise' && !transforms && stores < 8
}

/**
 * Objects are multiples of eight bytes. What is counted beside them, as what no object fits in at the end of a page,
 * can come to a byte.
 */
const ofWholeWords = (bytes) => Math.round(bytes / 8) * 8
