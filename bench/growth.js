// @ts-check
// How the cost of a call grows with stores, subscribers and promises in flight: by Node's own, and by tracescope.
import { CURVE_NAMES, CURVES } from './growing/curves.js'
import { grow } from './growing/grow.js'
import { findNodes, printEach, readCommandLine, refuse, titleLine } from './terminal/command-line.js'
import { inNanoseconds, ratioCells, table } from './terminal/table.js'

const USAGE = `Usage: node bench/growth.js [--quick] [--only ${CURVE_NAMES.join('|')}]... [--json] [--node PATH]...`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
const unknown = options.only?.find((name) => !CURVE_NAMES.some((known) => known === name))
if (unknown !== undefined) refuse(USAGE, `--only is one of ${CURVE_NAMES.join(', ')}`)

const effort = options.quick
  ? { processes: 1, rounds: 9, milliseconds: 8, warmUp: 80 }
  : { processes: 3, rounds: 7, milliseconds: 10, warmUp: 150 }
const names = CURVE_NAMES.filter((name) => options.only?.includes(name) ?? true)

await printEach(findNodes(USAGE, options.node), options.json, (binary) => grow(binary, names, effort, options.quick), report)

/** The curves on one Node, for people. @param {import('./growing/grow.js').Growth} growth */
function report({ processes, rounds, milliseconds, rows, ...conditions }) {
  return `${titleLine(conditions)}
${processes * rounds} rounds of about ${milliseconds} ms each, made in a promise job; processes per point: ${processes}. Medians in ns per call of
Node's own traceSync (for promises in flight: tracePromise) → tracescope's.
With 1 subscriber of each event and, where the curve is not about them, 1 bound store with a transform in a context of 1 other;
plain: without the transform and the other (subscribers: no store).

${table(names.flatMap((curve) => [
    [CURVES[curve].title, 'node', 'tracescope', 'ratio', 'least … most', ''],
    ...rows.filter((row) => row.curve === curve).map((row) => {
      return [`  ${row.count}`, inNanoseconds(row.node), inNanoseconds(row.tracescope), ...ratioCells(row, 1)]
    }),
    ''
  ]))}`
}
