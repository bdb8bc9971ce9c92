import t from 'tap'
import { runProgram } from './support/run-program.js'

// An iterator that is never finished is collected, with the context of its trace; one that is over holds it no longer.

const results: Record<string, any> = runProgram('many-iterators', [], ['--expose-gc'])

for (const name of ['generator', 'asyncGenerator']) {
  t.test(name, async (t) => {
    t.same(results[name], { held: 2000, dropped: 0, endedByThen: 0, keptButFinished: 0, ended: 2000, iterators: 4000 })
  })
}

t.test('stream', async (t) => {
  // From Node 22 on a stream itself keeps the stores in which its iterator was made to listen to it, and so the context.
  t.match(results['stream'], { held: 2000, dropped: 0, endedByThen: 0, ended: 2000, iterators: 4000 })
})

t.test('an iterator that can\'t be left', async (t) => {
  t.match(results['bare'], { held: 2000, dropped: 0, endedByThen: 0, keptButFinished: 2000, ended: 0 })
})
