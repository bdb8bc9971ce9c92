import t from 'tap'
import { hostTracesCrash, runProgram } from '../support/run-program.js'

// The record by which a trace leaves its stores is used again for the next one: until then it holds nothing alive.

/** Bun's collector goes by what looks like a reference on the stack. */
const COLLECTED = { skip: 'Bun' in globalThis && 'the host may hold on to anything' }

const MODES = ['api', ...hostTracesCrash ? [] : ['host', 'shim']]

for (const mode of MODES) {
  for (const what of mode === 'api' ? ['trace', 'scope'] : ['trace']) {
    for (const stores of ['1', '3']) {
      for (const how of [[], ['transforms'], ['again']]) {
        t.test([mode, what, stores, 'stores', ...how].join(' '), COLLECTED, async (t) => {
          t.same(runProgram('ended-trace', [mode, stores, what, ...how], ['--expose-gc']), [])
        })
      }
    }
  }

  t.test(`${mode}, of which some are cut short in one that is not`, COLLECTED, async (t) => {
    t.equal(runProgram('ended-cut-short', [mode], ['--expose-gc']), 0)
  })
}
