import t from 'tap'
import { hostTracesCrash, runProgram } from './support/run-program.js'

// The record by which a trace leaves its stores is used again for the next one: until then it holds nothing alive.

/** Bun's collector goes by what looks like a reference on the stack. */
const COLLECTED = { skip: 'Bun' in globalThis && 'the host may hold on to anything' }

const MODES = ['api', ...hostTracesCrash ? [] : ['host', 'shim']]

for (const mode of MODES) {
  for (const stores of ['1', '3']) {
    for (const transforms of ['', 'transforms']) {
      t.test(`${mode}, ${stores} stores ${transforms && `with ${transforms}`}`, COLLECTED, async (t) => {
        t.same(runProgram('ended-trace', [mode, stores, transforms], ['--expose-gc']), [])
      })
    }
  }

  t.test(`${mode}, of which some are cut short in one that is not`, COLLECTED, async (t) => {
    t.equal(runProgram('ended-cut-short', [mode], ['--expose-gc']), 0)
  })
}
