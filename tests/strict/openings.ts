import t from 'tap'
import { hostHasWithScope } from '../support/host.js'
import { runProcess } from '../support/run-process.js'
import { runProgram } from '../support/run-program.js'

// Who has the value of a scope when the code that opened it has ended: its opener, one that had the opener open it, or
// their caller, into which it has leaked. Nothing is said but of what is wrong, and of that once.

const MISUSES: Readonly<Record<string, string>> = {
  'leaks after an await': 'TRACESCOPE_ESCAPED from leak at leak',
  'leaks what a helper has opened': 'TRACESCOPE_ESCAPED from leak at opened',
  'leaks within a run': 'TRACESCOPE_ESCAPED from leak at leak',
  'leaks in a generator': 'TRACESCOPE_ESCAPED from leak at leak',
  'leaks from an async function for older hosts': 'TRACESCOPE_ESCAPED from leak at no name',
  'leaks in a trace of the host': 'TRACESCOPE_ESCAPED from leak at leak',
  'disposed by a callback': 'TRACESCOPE_ESCAPED from begin at begin',
  'out of order after an await, by a helper': 'TRACESCOPE_OUT_OF_ORDER at opened',
  'forgotten': 'TRACESCOPE_UNDISPOSED at forget',
  // Of what a scope is opened by, the innermost is the one that says it.
  'forgotten, by a method of its own': `TRACESCOPE_UNDISPOSED at ${hostHasWithScope ? 'Own.withScope' : 'forget'}`,
  'forgotten, and disposed later': 'TRACESCOPE_UNDISPOSED at forget',
  'forgotten after an await': 'TRACESCOPE_UNDISPOSED at forgotten after an await',
  'forgotten by a helper after an await': 'TRACESCOPE_UNDISPOSED at opened',
  'at the end': 'TRACESCOPE_UNDISPOSED at forgotten, but held'
}

for (const throws of ['', 'throw']) {
  t.test(`who has the value${throws && `, TRACESCOPE_STRICT=${throws}`}`, async (t) => {
    process.env['TRACESCOPE_STRICT'] = throws
    t.teardown(() => { delete process.env['TRACESCOPE_STRICT'] })
    const flags = ['--expose-gc', '--require', 'tracescope/strict']
    const { kept, ...outcomes } = runProgram('openings', [], flags, { status: throws ? 1 : 0 })
    t.equal(kept, 1)
    for (const [name, reports] of Object.entries(outcomes)) {
      const report = MISUSES[name]
      const way = throws && !report?.includes('UNDISPOSED') ? 'thrown' : 'warned'
      t.same(reports, report === undefined ? [] : [`${way} ${report}`], name)
    }
    t.same(Object.keys(MISUSES).filter((name) => !(name in outcomes)), [])
  })
}

t.test('what a module leaks when it is loaded is told at once', async (t) => {
  t.same(runProgram('leaks-while-loaded', [], ['--require', 'tracescope/strict']), ['TRACESCOPE_ESCAPED'])
})

/** The beginning of a module that requires, by its format. */
const FORMATS = {
  commonjs: '',
  module: 'import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/");'
}

t.test('a scope that an async function disposes in a finally has leaked into its module: not forgotten', async (t) => {
  for (const wait of ['null', 'new Promise((resolve) => setTimeout(resolve, 20))', 'new Promise(setImmediate)']) {
    for (const [format, begin] of Object.entries(FORMATS)) {
      const { stderr } = runProcess([`--input-type=${format}`, '--import', 'tracescope/strict', '--eval', `${begin}
        const storage = new (require('node:async_hooks').AsyncLocalStorage)()
        const { withScope } = require('tracescope')
        async function handle() {
          const scope = withScope(storage, 1)
          try { await ${wait} } finally { scope.dispose() }
        }
        handle()
      `])
      const codes = [...stderr.matchAll(/\[TRACESCOPE_(\w+)\]/g)].map(([, code]) => code)
      t.same(codes, ['ESCAPED'], `${wait} ${format}: ${stderr}`)
    }
  }
})
