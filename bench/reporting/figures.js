// @ts-check
import { COUNTED, pairOf, rowOf, TIMED } from './cases.js'
import { markdownTable } from './markdown.js'
import { majorOf } from './nodes.js'
import { partOfContexts, plainRows, sentencesOnServices, servicesTable } from './services.js'
import { summaryTable } from './summary.js'

/** @typedef {import('./results.js').Results} Results */

/**
 * The figures of the README and of docs/: each from bench/results, in the words of the sentence that it stands in.
 *
 * @type {Record<string, (results: Results) => string>}
 */
export const FIGURES = {
  summary: summaryTable,

  counts({ closures }) {
    const shown = closures.filter(({ node }) => majorOf(node) !== 22)
    return markdownTable(
      ['', ...shown.map(({ node }) => `Node ${majorOf(node)} closures · bytes`)],
      COUNTED.filter((counted) => shown.some(({ measured }) => pairOf(measured, counted))).map((counted) => [inCode(counted.title), ...shown.map(({ measured }) => countsOf(pairOf(measured, counted)))])
    )
  },

  ratios({ throughput }) {
    // Those that were measured: a quick run leaves some out.
    const cases = TIMED.filter(({ title, where }) => /^(mixed|traceSync)/.test(title) && throughput.some(({ measured }) => rowOf(measured.rows, where)))
    return markdownTable(
      ['', ...throughput.map(({ node }) => `Node ${majorOf(node)}`)],
      cases.map(({ title, where }) => [
        title.replace(/^traceSync, /, ''),
        ...throughput.map(({ measured }) => rowOf(measured.rows, where)?.ratio.toFixed(1) ?? '')
      ])
    )
  },

  'ratios-method'({ throughput }) {
    const [{ measured: { processes, rounds }, machine }] = throughput
    return `on ${machine.cores} cores, medians of ${processes * rounds} rounds in ${processes} ${processes === 1 ? 'process' : 'processes'}`
  },

  requests({ server }) {
    const parts = server.map(({ node, measured }) => {
      const { ratio, spread: [low, high] } = plainRows(measured).find(({ stores }) => stores === 1)
      return `${ratio.toFixed(2)} times (${low.toFixed(2)} to ${high.toFixed(2)}) on Node ${majorOf(node)}`
    })
    return inWords(parts)
  },

  services: ({ server }) => servicesTable(server),

  switches: ({ server }) => sentencesOnServices(server).map((sentence) => `- ${sentence}`).join('\n'),

  'part-of-contexts'({ server }) {
    return `${range(partOfContexts(server), 1)} %`
  },

  'browser-size'({ size: [{ measured }] }) {
    return kilobytes(measured)
  },

  'live-size'({ size: [{ measured }] }) {
    return kilobytes(measured.live)
  },

  'load-time'(results) {
    const medians = results['load-time'].flatMap(({ measured }) => measured.rows.map((/** @type {any} */ { above }) => above.median))
    return `${range(medians, 0)} ms`
  },

  'storages-with-frames'({ throughput }) {
    return `${range(ratiosOfStorages(throughput.filter(({ node }) => majorOf(node) >= 24)), 1)} times`
  },

  'storages-without-frames'({ throughput }) {
    return `${range(ratiosOfStorages(throughput.filter(({ node }) => majorOf(node) < 24)), 1)} times`
  },

  'instrument-time'({ throughput }) {
    const more = throughput.flatMap(({ measured: { rows } }) => {
      return rows.filter((/** @type {any} */ { api }) => api.startsWith('instrument')).map((/** @type {any} */ { tracescope, direct }) => tracescope - direct)
    })
    return `${range(more.map((nanoseconds) => Math.max(0, nanoseconds)), 1)} ns`
  }
}

/** @param {import('./results.js').Result[]} throughput */
function ratiosOfStorages(throughput) {
  return throughput.flatMap(({ measured }) => {
    return measured.rows.filter((/** @type {any} */ { api, install }) => api === 'withScope' && install).map((/** @type {any} */ { ratio }) => ratio)
  })
}

/** @param {{ node: any, tracescope: any } | undefined} pair */
function countsOf(pair) {
  if (!pair) return ''
  const { node, tracescope } = pair
  return `${node.closuresPerCall} → **${tracescope.closuresPerCall}** · ${node.bytesPerCall} → **${tracescope.bytesPerCall}**`
}

/** @param {{ compressedBytes: number }} size */
function kilobytes({ compressedBytes }) {
  return `${(compressedBytes / 1000).toFixed(1)} kB`
}

/** @param {number[]} values @param {number} digits */
function range(values, digits) {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits))
  return least === most ? least : `${least} to ${most}`
}

/** The name of the API in a title. @param {string} title */
export function inCode(title) {
  return title.replace(/^(trace|run)\w+/, '`$&`')
}

/** @param {string[]} parts */
function inWords(parts) {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`
}
