// @ts-check

/** @typedef {import('../reporting/results.js').Result} Result */

/**
 * What is to be known of results: versions, machine, dates, method.
 *
 * @param {Result[]} results of one bench
 * @param {string} what the figures are
 * @returns {string[]} lines
 */
export function captionOf(results, what) {
  const nodes = results.map(({ node }) => node).join(', ')
  const machines = distinct(results.map(({ machine: { cpu, cores, os } }) => `${cpu}, ${cores} cores, ${os}`))
  const dates = distinct(results.map(({ date }) => date.slice(0, 10))).sort()
  const efforts = distinct(results.map(({ effort, command }) => effort === 'quick' ? `${command}, a first impression` : command))
  return [
    ...what.split('\n'),
    `${results[0].method[0].toUpperCase()}${results[0].method.slice(1)}.`,
    `Node ${nodes}. ${machines.join('; ')}.`,
    `${distinct([dates[0], dates[dates.length - 1]]).join(' to ')}, by ${efforts.join('; ')}.`
  ]
}

/** @param {string[]} values */
function distinct(values) {
  return [...new Set(values)]
}
