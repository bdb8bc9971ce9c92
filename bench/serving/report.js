// @ts-check
import { table } from '../terminal/table.js'

/** @typedef {import('./summary.js').Row} Row */

/**
 * What was measured on one Node, for people.
 *
 * @param {import('./measure-all.js').MeasuredNode} measured
 */
export function report({ node, v8, agent, cpu, cores, date, connections, shimInPlace, effort, rows }) {
  const { processes, rounds, requests } = effort
  const remark = shimInPlace ? '' : '\nThe shim changes nothing on this Node.'
  /** @type {import('../terminal/table.js').Row[]} */
  const lines = [['', 'requests/s', 'CPU µs', 'GC ms', 'p50 ms', 'p99 ms', 'busy']]
  for (const row of rows) {
    lines.push('', titleOf(row))
    for (const side of SIDES) lines.push([`  ${side}`, ...cellsOf(row[side])])
    lines.push(`  requests/s  ${ratioOf(row.ratio, row.spread)}`, `  CPU         ${ratioOf(row.cpuRatio, row.cpuSpread)}`)
    lines.push(`  of it for being watched: ${watchingOf(row, 'node')} µs, with tracescope ${watchingOf(row, 'tracescope')} µs`)
  }
  return `Node ${node}, V8 ${v8}, ${agent} agent, ${cpu}, ${cores} cores, ${date}
${processes * rounds} rounds of ${requests} requests for each side, ${connections} at a time; processes of each side: ${processes}.
Medians: CPU time of the server per request, GC pauses per 1000 requests (mean), the part of the time in which it was busy.
Ratios: how many times as good with tracescope; the median of all rounds, and their middle half. unwatched: without an agent.${remark}

${table(lines)}
`
}

const SIDES = /** @type {const} */ (['node', 'tracescope', 'unwatched'])

/** @param {Row} row */
function titleOf({ stores, tracesPerRequest }) {
  return `${stores} ${stores === 1 ? 'store' : 'stores'}, ${Number(tracesPerRequest.toFixed(2))} traces per request`
}

/** @param {import('./summary.js').Figures} figures */
function cellsOf({ requestsPerSecond, cpuMicroseconds, gcMilliseconds, p50, p99, utilization }) {
  return [
    requestsPerSecond.toFixed(0), cpuMicroseconds.toFixed(0), gcMilliseconds.toFixed(1),
    p50.toFixed(2), p99.toFixed(2), `${(utilization * 100).toFixed(0)} %`
  ]
}

/** What watching adds to the CPU time of a request. @param {Row} row @param {'node' | 'tracescope'} side */
function watchingOf(row, side) {
  return (row[side].cpuMicroseconds - row.unwatched.cpuMicroseconds).toFixed(0)
}

/** @param {number} ratio @param {[number, number]} spread */
function ratioOf(ratio, [low, high]) {
  return `${ratio.toFixed(2)}×  (${low.toFixed(2)} … ${high.toFixed(2)})`
}
