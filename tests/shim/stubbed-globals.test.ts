import t from 'tap'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// Programs put a clock, a window or traps of their own in place of what is everyone's. Traces then go as without the
// shim.

const program = programFile('stubbed-globals')
const STUBS = [
  'nothing', 'setTimeout', 'setImmediate', 'queueMicrotask', 'clearTimeout', 'process.nextTick', 'process.emitWarning',
  'Promise.resolve', 'Promise.all', 'Promise.prototype.then', 'Promise.prototype.finally', 'the next of arrays',
  'Map.prototype.entries', 'Object.keys'
]
const TRACED = ['inside run', 'after undefined', 'inside trace', 'after undefined', 'alive']

for (const stub of STUBS) {
  t.test(stub, async (t) => {
    const stock = runProcess([program, stub])
    t.match(stock, { status: 0, stderr: '', output: TRACED })
    for (const preload of PRELOADS) t.same(runProcess([...preload, program, stub]), stock, preload.join(' '))
  })
}

// Node 24 and later walk over stores by it.
t.test('the next of maps', async (t) => {
  const stock = runProcess([program, 'the next of maps'])
  t.equal(stock.output.at(-1), 'alive')
  for (const preload of PRELOADS) t.match(runProcess([...preload, program, 'the next of maps']), {
    status: 0, stderr: '', output: TRACED
  })
})
