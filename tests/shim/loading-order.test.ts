import t from 'tap'
import { programFile, runProcess } from '../support/run-process.js'

// ES modules and CommonJS in any order, and what a program has imported by name before the shim is there.

const program = programFile('loading-order')
const stock = runProcess([program])
const canRequireModules = 'require_module' in process.features && process.features.require_module

const ORDERS: ReadonlyArray<readonly string[]> = [
  ['names', 'import'],
  ['names', 'require'],
  ['names', 'import-register'],
  ['names', 'require-register'],
  ['import', 'names'],
  ['import', 'require'],
  ['require', 'import'],
  ['import-register', 'require', 'import'],
  ['require-register', 'import', 'import-cjs'],
  ...canRequireModules
    ? [['require-esm', 'import', 'require'], ['require', 'require-esm'], ['names', 'require-esm']]
    : []
]

t.test('without the shim', async (t) => {
  t.match(stock, { status: 0, stderr: '', output: { installed: false, installations: 0 } })
  t.equal(stock.output.seen.length, 31)
  t.same(runProcess([program, 'names']), stock)
})

for (const order of ORDERS) {
  t.test(order.join(', '), async (t) => {
    const copies = order.some((step) => !/names|register/.test(step)) ? 1 : 0
    const { stderr, ...outcome } = runProcess([program, ...order])
    t.same(outcome, { status: 0, output: { installed: true, installations: copies, seen: stock.output.seen } })
    // Node 22 and 24 have not made up their minds about this one.
    t.equal(stderr.replace(/^.*ExperimentalWarning: .*require.*\n.*trace-warnings.*\n/m, ''), '')
  })
}
