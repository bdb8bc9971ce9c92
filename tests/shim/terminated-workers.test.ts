import t from 'tap'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// A worker that is terminated while it starts ends as without the shim: nothing of tracescope's is still to run in it.
// `TERMINATIONS=300 node .build/tests/shim/terminated-workers.test.js` for more of them.

const args = [programFile('terminated-workers'), process.env['TERMINATIONS'] ?? '20']

t.test('workers that are terminated while they start', async (t) => {
  const stock = runProcess(args)
  t.match(stock, { status: 0, stderr: '', output: { calls: 0 } })
  for (const preload of PRELOADS) t.same(runProcess([...preload, ...args]), stock, preload.join(' '))
})
