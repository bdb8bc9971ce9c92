// @ts-check
import { table } from '../terminal/table.js'

/** What loading takes on one Node, for people. @param {import('./time-loading.js').TimedLoading} timed */
export function report({ node, v8, cpu, cores, date, rounds, rows }) {
  const lines = [
    ['', 'empty', 'register', 'above', 'middle half', 'itself', 'middle half'],
    ...rows.map(({ flag, empty, register, above, itself }) => [
      `node ${flag}`, ...[empty, register, above].map(inMilliseconds), middleHalf(above), inMilliseconds(itself), middleHalf(itself)
    ])
  ]
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}
${rounds} rounds. Medians in ms: a whole process with an empty preload, one with tracescope/register, how much longer
that takes than the one next to it, and the import or require itself in a process that runs already.

${table(lines)}
`
}

/** @param {{ median: number }} measure */
function inMilliseconds({ median }) {
  return median.toFixed(1)
}

/** @param {{ from: number, to: number }} measure */
function middleHalf({ from, to }) {
  return `${from.toFixed(1)} … ${to.toFixed(1)}`
}
