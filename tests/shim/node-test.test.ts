import t from 'tap'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// Under Node's own test runner, which keeps its tests apart by AsyncLocalStorage and starts a process for each file.

const program = programFile('node-test')
const stock = runProcess([program])
const { events, seen } = stock.output

t.test('without the shim', async (t) => {
  t.match(stock, { status: 0, stderr: '' })
  t.same(seen.map(({ installed, before, seen, after }: any) => [installed, before, seen.length, after]), [
    [false, 'one', 31, 'one'], [false, undefined, 31, undefined]
  ])
  t.same(events.slice(0, 4), [
    ['test:pass', 'one'], ['test:pass', 'two'], ['test:pass', 'traces'], ['test:fail', 'that fails']
  ])
})

for (const preload of PRELOADS) {
  t.test(`node ${preload.join(' ')}`, async (t) => {
    const installed = seen.map((test: object) => ({ ...test, installed: true }))
    t.same(runProcess([...preload, program]), { ...stock, output: { events, seen: installed } })
  })
}
