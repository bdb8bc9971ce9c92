// How the cost of a call grows with stores, subscribers and promises in flight: by Node's own, and by tracescope.
import { findNodes, printEach, readCommandLine, refuseUnknown } from './shared/command-line.js'
import { conditionsOf, titleLine } from './shared/machine.js'
import { measureEach } from './shared/progress.js'
import { fromTo, inNanoseconds, table } from './shared/table.js'
import { twoSides } from './timing/contests.js'
import { CURVE_NAMES, CURVES, fewSteps } from './timing/curves.js'
import { timeContest } from './timing/time-contest.js'

const USAGE = `Usage: node bench/growth.js [--quick] [--only ${CURVE_NAMES.join('|')}]... [--json] [--node PATH]...`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})
refuseUnknown(USAGE, '--only', options.only, CURVE_NAMES)

const effort = options.quick
  ? { processes: 1, rounds: 9, milliseconds: 8, warmUp: 80 }
  : { processes: 3, rounds: 7, milliseconds: 10, warmUp: 150 }
const names = CURVE_NAMES.filter((name) => options.only?.includes(name) ?? true)
const points = names.flatMap((curve) => {
  const { steps, at } = CURVES[curve]
  return (options.quick ? fewSteps(steps) : steps).map((count) => ({ curve, count, ...at(count) }))
})

await printEach(findNodes(USAGE, options.node), options.json, async (binary) => ({
  ...conditionsOf(binary),
  ...effort,
  rows: await measureEach(
    `Node ${binary.node}`, points, (point) => timeContest(binary.path, point, twoSides, effort),
    ({ curve, count }) => `${count} ${CURVES[curve].title}`
  )
}), report)

/** The curves on one Node, for people. */
function report({ processes, rounds, milliseconds, rows, ...conditions }) {
  return `${titleLine(conditions)}
${processes * rounds} rounds of about ${milliseconds} ms each, made in a promise job; processes per point: ${processes}.
Medians in ns per call of Node's own traceSync (for promises in flight: tracePromise) → tracescope's.
With 1 subscriber of each event and, where the curve is not about them, 1 bound store with a transform in a context of 1
other (subscribers: no store).

${table(names.flatMap((curve) => [
    [CURVES[curve].title, 'node', 'tracescope', 'ratio', 'least … most'],
    ...rows.filter((row) => row.curve === curve).map(({ count, node, tracescope, ratio, spread }) => {
      return [
        `  ${count}`, inNanoseconds(node), inNanoseconds(tracescope), `${ratio.toFixed(1)}×`, fromTo(spread.ratio, 1)
      ]
    }),
    ''
  ]))}`
}
