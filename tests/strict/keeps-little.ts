import t from 'tap'
import { runProgram } from '../support/run-program.js'

// What was wrong with a scope is said once, and then nothing is kept of it, however long its context goes on.

t.test('little is kept of scopes', async (t) => {
  const flags = ['--expose-gc', '--require', 'tracescope/strict']
  const alive: Record<string, number> = runProgram('many-forgotten', [], flags)
  t.equal(Object.keys(alive).length, 5)
  // Each scope has several. Those of the last few may still be there.
  for (const [name, frames] of Object.entries(alive)) t.ok(frames < 100, `${name}: ${frames} frames of 300 scopes`)
})
