// @ts-check
import { COUNTED, pairOf, rowOf, TIMED } from './cases.js'
import { inCode } from './figures.js'
import { markdownTable } from './markdown.js'
import { majorOf } from './nodes.js'
import { plainRows } from './services.js'

/** @typedef {import('./results.js').Results} Results */

/**
 * All that is shown of the results in one table: a column for each major version of Node.
 *
 * @param {Results} results
 */
export function resultsTable(results) {
  const majors = [...new Set(Object.values(results).flat().filter(({ bench }) => bench !== 'size').map(({ node }) => majorOf(node)))].sort((a, b) => a - b)
  /** @type {RowMaker} */
  const rows = (part, heading, titles, cellOf) => {
    if (!results[part].length) return []
    const ofMajor = majors.map((major) => results[part].find(({ node }) => majorOf(node) === major)?.measured)
    const cells = titles.map((title) => ({ title, values: ofMajor.map((measured) => measured ? cellOf(measured, title) ?? '' : '') }))
    // Those that were measured: a quick run leaves some out.
    const shown = cells.filter(({ values }) => values.some(Boolean)).map(({ title, values }) => [title, ...values])
    return [[`**${heading}**`, ...majors.map(() => '')], ...shown]
  }
  return markdownTable(['Node’s own → tracescope', ...majors.map((major) => `Node ${major}`)], [
    ...rows('throughput', 'Nanoseconds per call · ratio (least … most)', TIMED.map(({ title }) => inCode(title)), timeOf),
    ...rows('closures', 'Bytes per call', COUNTED.map(({ title }) => inCode(title)), countOf('bytesPerCall')),
    ...rows('closures', 'Closures per call', COUNTED.map(({ title }) => inCode(title)), countOf('closuresPerCall')),
    ...rows('closures', 'Allocations per call', COUNTED.map(({ title }) => inCode(title)), countOf('allocationsPerCall')),
    ...rows('server', 'A web server · ratio (middle half)', ['requests per second', 'CPU µs per request', 'GC ms per 1000 requests', 'p50 ms', 'p99 ms'].flatMap((what) => {
      return [1, 3].map((stores) => `${what}, ${stores} ${stores === 1 ? 'store' : 'stores'}`)
    }), serverCellOf),
    ...rows('load-time', 'Milliseconds that a process takes longer to start (middle half)', ['--import', '--require'], loadTimeOf)
  ])
}

/** @typedef {(part: import('./parts.js').PartName, heading: string, titles: string[], cellOf: (measured: any, title: string) => string | undefined) => string[][]} RowMaker */

/** @param {any} measured @param {string} title */
function timeOf({ rows }, title) {
  const shown = TIMED.find((timed) => inCode(timed.title) === title)
  const row = shown && rowOf(rows, shown.where)
  return row && `${twoDigits(row.node)} → ${twoDigits(row.tracescope)} · ${ratioOf(row.ratio, row.spread.ratio, 1)}`
}

/** @param {'bytesPerCall' | 'closuresPerCall' | 'allocationsPerCall'} what */
function countOf(what) {
  return (/** @type {any} */ measured, /** @type {string} */ title) => {
    const shown = COUNTED.find((counted) => inCode(counted.title) === title)
    const pair = shown && pairOf(measured, shown)
    return pair && `${pair.node[what]} → ${pair.tracescope[what]}`
  }
}

/** @type {Record<string, { name: string, digits: number, ratio?: string, spread?: string }>} */
const FIGURES = {
  'requests per second': { name: 'requestsPerSecond', digits: 0, ratio: 'ratio', spread: 'spread' },
  'CPU µs per request': { name: 'cpuMicroseconds', digits: 0, ratio: 'cpuRatio', spread: 'cpuSpread' },
  'GC ms per 1000 requests': { name: 'gcMilliseconds', digits: 1 },
  'p50 ms': { name: 'p50', digits: 2 },
  'p99 ms': { name: 'p99', digits: 2 }
}

/** @param {any} measured @param {string} title */
function serverCellOf(measured, title) {
  const [what, stores] = title.split(', ')
  const row = plainRows(measured).find((row) => row.stores === Number.parseInt(stores))
  if (!row) return undefined
  const { name, digits, ratio, spread } = FIGURES[what]
  const sides = `${row.node[name].toFixed(digits)} → ${row.tracescope[name].toFixed(digits)}`
  return ratio && spread && row[spread] ? `${sides} · ${ratioOf(row[ratio], row[spread], 2)}` : sides
}

/** @param {any} measured @param {string} title */
function loadTimeOf({ rows }, title) {
  const { median, from, to } = rows.find((/** @type {any} */ { flag }) => flag === title).above
  return `${median.toFixed(1)} (${from.toFixed(1)} … ${to.toFixed(1)})`
}

/** @param {number} ratio @param {[number, number]} spread @param {number} digits */
function ratioOf(ratio, [low, high], digits) {
  return `${ratio.toFixed(digits)} (${low.toFixed(digits)} … ${high.toFixed(digits)})`
}

/** @param {number} value */
function twoDigits(value) {
  return `${Number(value.toPrecision(2))}`
}
