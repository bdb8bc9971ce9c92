// @ts-check
import { bar } from '../terminal/bar.js'
import { table } from '../terminal/table.js'
import { CURVE_NAMES, CURVES } from './curves.js'
import { sentenceOn } from './sentence.js'

/**
 * The curves on one Node, for people.
 *
 * @param {import('./grow.js').Growth} growth
 */
export function report({ node, v8, cpu, cores, date, processes, rounds, milliseconds, rows }) {
  const curves = CURVE_NAMES.map((curve) => rows.filter((row) => row.curve === curve)).filter((points) => points.length)
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}
${processes * rounds} rounds of about ${milliseconds} ms each, made in a promise job; processes per point: ${processes}. Medians in ns per call of
Node's own traceSync (for promises in flight: tracePromise) → tracescope's; gc: the time of garbage collections in it, the mean; bytes: the median.
With 1 subscriber of each event and, where the curve is not about them, 1 bound store with a transform in a context of 1 other;
plain: without the transform and the other (subscribers: no store).

${curves.map((points) => `${curveTable(points)}\n${sentenceOn(points[0].curve, points)}\n`).join('\n')}`
}

/** @param {import('./grow.js').Point[]} points */
function curveTable(points) {
  return table([
    [CURVES[points[0].curve].title, 'ns', 'gc', 'bytes', 'ratio', 'least … most', ''],
    ...points.map(({ count, collecting, bytesPerCall, ratio, spread: { ratio: [least, most] }, ...sides }) => [
      `  ${count}`, pair(sides), pair(collecting), pair(bytesPerCall),
      `${ratio.toFixed(1)}×`, `${least.toFixed(1)} … ${most.toFixed(1)}`, bar(ratio)
    ])
  ])
}

/** @param {{ node: number, tracescope: number }} sides */
function pair({ node, tracescope }) {
  return [node, tracescope].map((value) => Number(value.toPrecision(value < 1 ? 1 : 2))).join(' → ')
}
