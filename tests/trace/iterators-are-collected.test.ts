import t, { type Test } from 'tap'
import { runProgram } from '../support/run-program.js'

// An iterator that is never finished is collected, with the context of its trace; one that is over holds it no longer.

const results: Record<string, any> = runProgram('many-iterators', [], ['--expose-gc'])

/** Bun's collector takes what is on the stack for references: a few of the 500 may stay, here and there. */
const FEW = 'Bun' in globalThis ? 20 : 0

function hold(
  t: Test,
  { dropped, keptButFinished, ...others }: any,
  wanted: { readonly keptButFinished?: number, readonly ended: number }
): void {
  t.same(others, { held: 500, endedByThen: 0, ended: wanted.ended, iterators: 1000 })
  t.ok(dropped <= FEW, `of those that were dropped ${dropped} are left`)
  if (wanted.keptButFinished === undefined) return
  t.ok(
    Math.abs(keptButFinished - wanted.keptButFinished) <= FEW,
    `of those that are over ${keptButFinished} contexts are left`
  )
}

for (const name of ['generator', 'asyncGenerator']) {
  t.test(name, async (t) => hold(t, results[name], { keptButFinished: 0, ended: 500 }))
}

t.test('stream', async (t) => {
  // From Node 22 on a stream itself keeps the stores in which its iterator was made to listen to it, and so the
  // context.
  hold(t, results['stream'], { ended: 500 })
})

t.test('an iterator that can\'t be left', async (t) => {
  hold(t, results['bare'], { keptButFinished: 500, ended: 0 })
})
