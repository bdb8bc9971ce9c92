import { readFileSync } from 'node:fs'
import { compete } from './doctor/calibration/contestant.js'
import { measure, type Effort, type Side } from './doctor/calibration/measure.js'
import { startCounting } from './doctor/counting.js'
import { install } from './index.js'

// A program of its own, which the doctor starts at its report. Without arguments it reads shapes from stdin and prints what calls of them
// take; it has itself started once for each side, with the side and the shapes as arguments.

const [, file, side, given] = process.argv

function be(side: Side): void {
  if (side === 'shim') install()
  else if (side === 'storages') install({ storages: true })
  else if (side === 'counting') startCounting()
}

if (side === undefined) {
  const { shapes, effort }: { shapes: number[], effort: Effort } = JSON.parse(readFileSync(0, 'utf8'))
  void measure(file!, shapes, effort).then((costs) => process.stdout.write(JSON.stringify(costs)))
} else {
  be(side as Side)
  compete(JSON.parse(given!))
}
