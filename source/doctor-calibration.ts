import { readFileSync } from 'node:fs'
import { compete } from './doctor/calibration/contestant.js'
import type { Measured, Work } from './doctor/calibrate.js'
import { measure, type Side } from './doctor/calibration/measure.js'
import { samplingCost } from './doctor/calibration/sampling-cost.js'
import { startCounting } from './doctor/counting.js'
import { install } from './index.js'

// A program of its own, which the doctor starts at its report. Without arguments it reads shapes from stdin and prints
// what calls of them take; it has itself started once for each side, with the side and the shapes as arguments.

const [, file, side, given] = process.argv

function be(side: Side): void {
  if (side === 'shim') install()
  else if (side === 'storages') install({ storages: true })
  else if (side === 'counting') startCounting()
}

if (side === undefined) {
  const { shapes, effort, isSampled }: Work = JSON.parse(readFileSync(0, 'utf8'))
  const sampling = isSampled ? samplingCost() : 0
  void measure(file!, shapes, effort).then((costs) => {
    const measured: Measured = { costs, sampling }
    process.stdout.write(JSON.stringify(measured))
  })
} else {
  be(side as Side)
  compete(JSON.parse(given!))
}
