// @ts-check
import { CURVES } from '../growing/curves.js'
import { BETTER } from '../growing/sentence.js'
import { sectionOf } from '../timing/report.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { majorOf } from './nodes.js'
import { plainRows } from './services.js'

/**
 * Where tracescope is not better than Node's own: a line for each bench and Node.
 *
 * @param {import('./results.js').Results} results
 * @returns {string[]}
 */
export function notBetter({ throughput, closures, server, growth }) {
  return [
    ...lines('Time', throughput, ({ rows }) => rows.filter(isSlow).map((/** @type {any} */ row) => {
      return `${sectionOf(row).replace('; node:', ', beside')}, ${conditionsInWords(row)} (${row.ratio.toFixed(2)})`
    })),
    ...lines('Bytes', closures, ({ rows }) => rows.filter(isOfNode).flatMap((/** @type {any} */ row, /** @type {number} */ i) => {
      const own = rows.filter(isOfTracescope)[i].bytesPerCall
      return own === 0 || own < row.bytesPerCall ? [] : [`${row.api}, ${conditionsInWords(row)} (${row.bytesPerCall} and ${own})`]
    })),
    ...lines('Growth', growth, ({ rows }) => rows.filter(isSlow).map((/** @type {any} */ { curve, count, ratio }) => {
      return `${count.toLocaleString('en')} ${CURVES[/** @type {import('../growing/curves.js').CurveName} */ (curve)].title} (${ratio.toFixed(2)})`
    })),
    ...lines('Requests per second', server, (measured) => {
      return plainRows(measured).filter(({ spread: [low] }) => low <= 1).map(({ stores, ratio, spread: [low, high] }) => {
        return `${stores} ${stores === 1 ? 'store' : 'stores'} (${ratio.toFixed(2)}, ${low.toFixed(2)} … ${high.toFixed(2)})`
      })
    })
  ]
}

/** @param {{ ratio: number }} row */
const isSlow = ({ ratio }) => ratio < BETTER
/** @param {any} row */
const isOfNode = ({ implementation }) => implementation === 'node'
/** @param {any} row */
const isOfTracescope = ({ implementation }) => implementation === 'tracescope'

/**
 * @param {string} what
 * @param {import('./results.js').Result[]} results
 * @param {(measured: any) => string[]} where
 */
function lines(what, results, where) {
  return results.flatMap(({ node, measured }) => {
    const found = where(measured)
    return found.length ? [`${what}, Node ${majorOf(node)}: ${found.join('; ')}.`] : []
  })
}
