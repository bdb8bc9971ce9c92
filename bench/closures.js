// @ts-check
// What a call allocates: by Node's own diagnostics_channel, and by tracescope.
import { CalibrationError } from './counting/calibrate.js'
import { countAll } from './counting/count-all.js'
import { report } from './counting/report.js'
import { findNodes, readCommandLine } from './terminal/command-line.js'

const USAGE = 'Usage: node bench/closures.js [--json] [--node PATH]...'

const options = readCommandLine(USAGE, {
  json: { type: 'boolean' },
  node: { type: 'string', multiple: true }
})

try {
  const counted = []
  for (const binary of findNodes(USAGE, options.node)) {
    const ofOne = await countAll(binary)
    counted.push(ofOne)
    if (!options.json) console.log(report(ofOne))
  }
  if (options.json) console.log(JSON.stringify(counted.length === 1 ? counted[0] : counted, null, 2))
} catch (error) {
  if (!(error instanceof CalibrationError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
