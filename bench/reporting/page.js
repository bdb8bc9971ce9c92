// @ts-check
import { CURVE_NAMES, CURVES } from '../growing/curves.js'
import { BETTER, sentenceOn } from '../growing/sentence.js'
import { majorOf } from './nodes.js'
import { notBetter } from './not-better.js'
import { PART_NAMES, PARTS } from './parts.js'
import { sentencesOnServices, servicesTable } from './services.js'
import { resultsTable } from './table.js'

/**
 * The page of all results: conditions, one table, and what it says in words.
 *
 * @param {import('./results.js').Results} results
 * @param {Record<string, string>} charts their titles, by the name of their file
 */
export function page(results, charts) {
  return `# Measurements

Made by \`node bench/report.js\` from the JSON files beside this page; nothing here is written by hand.

${PART_NAMES.flatMap((part) => conditionsOf(part, results[part])).join('\n')}

${resultsTable(results)}

## Services

The application of bench/server.js under the agents that people run, as they are. A shim can’t save more than the part of the CPU time that
enters stores and publishes.

${[servicesTable(results.server), list(sentencesOnServices(results.server))].filter(Boolean).join('\n\n')}

## Where tracescope is not better

Where Node’s own takes less than ${BETTER} times as long, where a call allocates no fewer bytes, and where some of the rounds in the
middle half served no more requests.

${list(notBetter(results)) || 'Nowhere.'}

## How cost grows

${CURVE_NAMES.filter((curve) => sentencesOn(curve, results.growth).length > 0).map((curve) => `### Number of ${CURVES[curve].title}\n\n${list(sentencesOn(curve, results.growth))}`).join('\n\n')}

## Charts

${Object.entries(charts).map(([file, title]) => `![${title}](${file})`).join('\n\n')}
`
}

/** @param {import('./parts.js').PartName} part @param {import('./results.js').Result[]} results */
function conditionsOf(part, results) {
  if (!results.length) return []
  const machines = new Set(results.map(({ machine: { cpu, cores, os } }) => `${cpu}, ${cores} cores, ${os}`))
  const nodes = results.map(({ node, v8, date, seconds }) => `Node ${node} (V8 ${v8}), ${date.slice(0, 10)}, ${seconds} s`)
  const efforts = new Set(results.map(({ command }) => `\`${command}\``))
  return [`- **${part}**, ${[...efforts].join(', ')}: ${PARTS[part].method}. ${[...machines].join('; ')}. ${nodes.join('; ')}.`]
}

/** @param {import('../growing/curves.js').CurveName} name @param {import('./results.js').Result[]} growth */
function sentencesOn(name, growth) {
  return growth.flatMap(({ node, measured }) => {
    const points = measured.rows.filter((/** @type {any} */ { curve }) => curve === name)
    return points.length ? [`Node ${majorOf(node)}: ${sentenceOn(name, points)}`] : []
  })
}

/** @param {string[]} lines */
function list(lines) {
  return lines.map((line) => `- ${line}`).join('\n')
}
