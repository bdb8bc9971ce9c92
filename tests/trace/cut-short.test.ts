import t from 'tap'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// A trace that is not left, because V8 has ended the script in it or the stack was full, or that fails while its stores
// are being entered, leaves alone what is around it.

const FULL = 'RangeError "ambient",, | "ambient",,'

const stock = isNode ? runProgram('cut-short', ['host']) : undefined

for (const by of ['shim', 'api']) {
  t.test(by, { skip: !isNode && 'its stores are not entered here' }, async (t) => {
    const { 'the stack is full': full, 'the stack is full, with transforms': fullWithTransforms, ...seen } = runProgram(
      'cut-short', [by]
    )
    t.same(seen, stock)
    t.equal(full, FULL)
    t.equal(fullWithTransforms, FULL)
  })
}
