// @ts-check
import { CURVES } from '../growing/curves.js'
import { conditionsInWords } from '../terminal/conditions.js'
import { titleOf } from '../timing/report.js'
import { countedOf, withSpread } from './cases.js'

/** @typedef {import('./results.js').Results} Results */

/** A ratio that is less than this is not called better. */
const BETTER = 1.1

/** Where tracescope is not better than Node's own: a line for each Node. @param {Results} results */
export function whereNotBetter(results) {
  const findings = notBetter(results)
  const majors = [...new Set(findings.map(({ major }) => major))].sort()
  return majors.map((major) => `- **Node ${major}**: ${findings.filter((found) => found.major === major).map(({ words }) => words).join('; ')}.`).join('\n') || 'Nowhere.'
}

/** @param {Results} results @returns {Finding[]} */
function notBetter({ throughput, closures, growth, server }) {
  /** @param {any} row */
  const isSlow = ({ ratio }) => ratio < BETTER
  /** @param {any} row */
  const ratio = ({ ratio, spread }) => withSpread(ratio, spread.ratio ?? spread, 2)
  return [
    ...throughput.rows.flatMap((row) => where(`time of ${titleOf(/** @type {any} */ (row.case)).replace('; node:', ', beside')}`, row.on, isSlow, ratio)),
    ...growth.rows.flatMap((row) => where(`time with ${growthTitle(row)}`, row.on, isSlow, ratio)),
    ...closures.rows.filter(({ case: { implementation } }) => implementation === 'node').flatMap((row) => where(
      `bytes of ${row.case.library ?? row.case.api}, ${conditionsInWords(/** @type {any} */ (row.case))}`,
      countedOf(closures, { title: '', where: { transforms: undefined, ambient: undefined, ...row.case } }),
      ({ node, tracescope }) => tracescope.bytesPerCall > 0 && tracescope.bytesPerCall >= node.bytesPerCall,
      ({ node, tracescope }) => `${node.bytesPerCall} and ${tracescope.bytesPerCall}`
    )),
    ...server.rows.flatMap((row) => where(
      `requests per second under ${row.case.agent}, ${row.case.stores} ${row.case.stores === 1 ? 'store' : 'stores'}`, row.on, ({ spread: [low] }) => low <= 1, ratio
    ))
  ]
}

/** @typedef {{ major: string, words: string }} Finding */

/**
 * Those Nodes of which something is true.
 *
 * @param {string} title
 * @param {Record<string, any> | undefined} measured
 * @param {(measured: any) => boolean} isTrue
 * @param {(measured: any) => string} inWords
 * @returns {Finding[]}
 */
function where(title, measured = {}, isTrue, inWords) {
  return Object.keys(measured).filter((major) => isTrue(measured[major])).map((major) => ({ major, words: `${title}: ${inWords(measured[major])}` }))
}

/** @param {import('./results.js').Row} row */
function growthTitle({ case: { curve, count } }) {
  return `${count.toLocaleString('en')} ${CURVES[/** @type {import('../growing/curves.js').CurveName} */ (curve)].title}`
}
