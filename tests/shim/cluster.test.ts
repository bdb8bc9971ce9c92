import t from 'tap'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// The workers of node:cluster are preloaded as their primary is.

const program = programFile('cluster')
const stock = runProcess([program])
const { primary, workers, exits } = stock.output

t.test('without the shim', async (t) => {
  t.match(stock, { status: 0, stderr: '' })
  t.same([primary, ...workers].map(({ installed, seen }) => [installed, seen.length]), [
    [false, 31], [false, 31], [false, 31]
  ])
  t.same(exits, [[0, null], [0, null]])
})

const installed = (process: object): object => ({ ...process, installed: true })
const shimmed = { ...stock, output: { primary: installed(primary), workers: workers.map(installed), exits } }

for (const preload of PRELOADS) {
  t.test(`node ${preload.join(' ')}`, async (t) => {
    t.same(runProcess([...preload, program]), shimmed)
  })
}

t.test('NODE_OPTIONS', async (t) => {
  t.same(runProcess([program], { NODE_OPTIONS: '--import tracescope/register' }), shimmed)
})
