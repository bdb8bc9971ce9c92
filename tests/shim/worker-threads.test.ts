import t from 'tap'
import { PRELOADS, programFile, runProcess, type Outcome } from '../support/run-process.js'

// A preload reaches every thread, install() the one that calls it; in any case all of them do what they do without.

const program = programFile('worker-threads')
const stock = runProcess([program])

const installedIn = (...threads: string[]): Outcome => {
  const isIn = (thread: string) => ({ ...stock.output[thread], installed: threads.includes(thread) })
  const { terminated } = stock.output
  return {
    ...stock, output: { main: isIn('main'), worker: isIn('worker'), terminated, mainAfterwards: isIn('mainAfterwards') }
  }
}

t.test('without the shim', async (t) => {
  t.match(stock, {
    status: 0, stderr: '', output: { main: { installed: false }, worker: { installed: false }, terminated: 1 }
  })
  t.equal(stock.output.main.seen.length, 31)
  t.same(stock.output.worker, stock.output.main)
  t.equal(stock.output.mainAfterwards.seen.length, 31)
})

for (const preload of PRELOADS) {
  t.test(`node ${preload.join(' ')} reaches workers`, async (t) => {
    t.same(runProcess([...preload, program]), installedIn('main', 'worker', 'mainAfterwards'))
  })
}

t.test('install() in the main thread', async (t) => {
  t.same(runProcess([program, 'main']), installedIn('main', 'mainAfterwards'))
})

t.test('install() in a worker', async (t) => {
  t.same(runProcess([program, 'worker']), installedIn('worker'))
})
