import t from 'tap'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// What a transform or a subscriber throws surfaces by no channel of tracescope's: who wraps `publish` sees the calls
// that there are without it, and can't swallow the error.

const skip = !isNode && 'there is no shim here, and the API publishes by what the host has'

for (const when of ['before', 'after', 'never']) {
  for (const kind of ['passes on', 'swallows']) {
    t.test(`publish wrapped ${when} tracescope is loaded, by what ${kind}`, { skip }, async (t) => {
      const log = (mode: string): string[] => runProgram('wrapped-publish', [mode, when, kind])
      const stock = log('host')
      const uncaught = stock.filter((line) => line.startsWith('uncaught'))
      t.same(uncaught.slice(0, 1), ['uncaught from a transform'])
      t.equal(uncaught.length, kind === 'swallows' && when !== 'never' ? 2 : 3)
      for (const mode of ['shim', 'api']) t.same(log(mode), stock, mode)
    })
  }
}
