// @ts-check
import { availableParallelism, cpus } from 'node:os'
import { Progress } from '../terminal/progress.js'
import { CURVES, fewSteps } from './curves.js'
import { timePoint } from './time-point.js'

/**
 * How the cost of a call grows on one Node.
 *
 * A row is one point of a curve: `count` is how many there are of what the curve is about. The other conditions, and `node`,
 * `tracescope`, `ratio` and `spread`, are those of bench/throughput; `collecting` has the nanoseconds of garbage collections
 * per call, the mean of all rounds, and `bytesPerCall` what a call allocates, the median.
 *
 * @typedef {Awaited<ReturnType<typeof grow>>} Growth
 * @typedef {Growth['rows'][number]} Point
 */

/**
 * Measures curves on one Node, point by point.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @param {import('./curves.js').CurveName[]} names
 * @param {import('./time-point.js').Effort} effort
 * @param {boolean} few whether some points are enough
 */
export async function grow({ path, node, v8 }, names, effort, few) {
  const date = new Date().toISOString()
  const points = names.flatMap((curve) => {
    const { steps, at } = CURVES[curve]
    return (few ? fewSteps(steps) : steps).map((count) => ({ curve, count, conditions: at(count) }))
  })
  const progress = new Progress(`Node ${node}`, points.length)
  const rows = []
  for (const { curve, count, conditions } of points) {
    rows.push({ curve, count, ...conditions, ...await timePoint(path, conditions, effort) })
    progress.step(`${count} ${CURVES[curve].title}`)
  }
  progress.end()
  return { node, v8, cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), date, ...effort, rows }
}
