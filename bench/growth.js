// @ts-check
// How the cost of a call grows with stores, subscribers and promises in flight: by Node's own, and by tracescope.
import { CURVE_NAMES } from './growing/curves.js'
import { grow } from './growing/grow.js'
import { report } from './growing/report.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

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

const grown = []
for (const binary of findNodes(USAGE, options.node)) {
  const ofOne = await grow(binary, names, effort, options.quick)
  grown.push(ofOne)
  if (!options.json) console.log(report(ofOne))
}
if (options.json) console.log(JSON.stringify(grown.length === 1 ? grown[0] : grown, null, 2))
