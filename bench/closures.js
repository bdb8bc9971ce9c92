// What a call allocates: by Node's own diagnostics_channel, and by tracescope.
import { API_CASES, LIBRARY_CASES, OWN_CASES } from './counting/cases.js'
import { calibrate, CalibrationError, countEach } from './counting/count.js'
import { findNodes, printEach, readCommandLine } from './shared/command-line.js'
import { conditionsInWords } from './shared/conditions-in-words.js'
import { table } from './shared/table.js'

const USAGE = 'Usage: node bench/closures.js [--json] [--node PATH]...'

const options = readCommandLine(USAGE, {
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})

try {
  await printEach(findNodes(USAGE, options.node), options.json, countAll, report)
} catch (error) {
  if (!(error instanceof CalibrationError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/**
 * Counts everything on one Node.
 *
 * - `rows`: the APIs. `subscribers` tells whether every event that the API publishes has one; `stores` is how many are
 *   bound to `start`, `ambient`, where there are any, how many others have a value in the context. For withScope, where
 *   there is no channel, `subscribers` is false and `stores` are those entered.
 * - `own`: what a call takes without any tracing, with the context that its caller makes. The rows include it.
 * - `libraries`: calls of libraries; `implementation: 'tracescope'` is with the shim.
 * - `calibration`: calls that make a known number of closures.
 *
 * @param {import('./shared/command-line.js').NodeBinary} binary
 * @throws CalibrationError
 */
async function countAll(binary) {
  const { path, node, v8 } = binary
  const calibration = await calibrate(binary)
  const own = await countEach(`Node ${node}, calls without tracing`, path, OWN_CASES)
  const rows = await countEach(`Node ${node}, APIs`, path, API_CASES)
  const libraries = await countEach(`Node ${node}, libraries`, path, LIBRARY_CASES)
  return { node, v8, rows, own, libraries, calibration }
}

/** All that was counted on one Node, for people. */
function report({ node, v8, rows, own, libraries, calibration }) {
  const lines = [
    ['', 'closures', 'allocations', '', 'bytes', ''],
    'calibration',
    ...calibration.map((row) => alone(row.known, row)),
    ...own.flatMap((ownRow) => [
      '',
      ownRow.api,
      ...pairs(rows.filter((row) => row.api === ownRow.api), conditionsInWords),
      alone('the traced call itself', ownRow)
    ]),
    '',
    'libraries, with the shim',
    ...pairs(libraries, (row) => `${row.library}: ${conditionsInWords(row)}`)
  ]
  return `Node ${node}, V8 ${v8}. Per call: Node → tracescope, and how many times as much Node takes.\n` +
    `Closures and allocations without the optimiser, bytes with it.\n\n${table(lines)}\n`
}

/** Node's rows, each beside tracescope's. */
function pairs(rows, nameOf) {
  const ofTracescope = rows.filter((row) => row.implementation === 'tracescope')
  return rows.filter((row) => row.implementation === 'node').map((node, i) => {
    const tracescope = ofTracescope[i]
    return [
      `  ${nameOf(node)}`,
      `${node.closuresPerCall} → ${tracescope.closuresPerCall}`,
      `${node.allocationsPerCall} → ${tracescope.allocationsPerCall}`,
      times(node.allocationsPerCall, tracescope.allocationsPerCall),
      `${node.bytesPerCall} → ${tracescope.bytesPerCall}`,
      times(node.bytesPerCall, tracescope.bytesPerCall)
    ]
  })
}

function alone(name, { closuresPerCall, allocationsPerCall, bytesPerCall }) {
  return [`  ${name}`, `${closuresPerCall}`, `${allocationsPerCall}`, '', `${bytesPerCall}`, '']
}

/** How many times as much the one is. */
function times(one, other) {
  if (one === other) return '='
  return other === 0 ? '∞' : `${(one / other).toFixed(1)}×`
}
