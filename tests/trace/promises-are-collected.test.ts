import t from 'tap'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

const MEGABYTE = 1 << 20
/** As many as the program traces: what is kept for the next traces would be 4 MB of so many. */
const COUNT = 20_000

for (const mode of isNode ? ['api', 'shim'] : ['api']) {
  t.test(mode, async (t) => {
    const { whilePending, dropped, settled } = runProgram('many-promises', [mode], ['--expose-gc'])

    t.equal(whilePending.alive, COUNT, 'the contexts of pending promises are alive')
    t.ok(whilePending.heapGrowth > 4 * MEGABYTE, `and take memory: ${whilePending.heapGrowth} bytes`)

    t.same(
      dropped, { alive: 0, continuations: 0 }, 'promises that never settle are collected, and their contexts with them'
    )

    t.equal(settled.continuations, COUNT, 'each settled promise is announced')
    t.equal(settled.alive, 0, 'and holds nothing alive afterwards')
    t.ok(settled.heapGrowth < 2 * MEGABYTE, `what is kept for the next traces is bounded: ${settled.heapGrowth} bytes`)
  })
}
