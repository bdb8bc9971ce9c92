import t from 'tap'
import { hostTracesWork } from './support/implementation.js'
import { transcriptsOf } from './support/transcripts.js'

// Every scenario in two processes of this Node, one as it is and one with the shim installed.

if (hostTracesWork) {
  const stock = transcriptsOf('host')
  const shimmed = transcriptsOf('shim')
  for (const [name, lines] of Object.entries(stock)) {
    t.test(name, async (t) => {
      t.same(shimmed[name], lines)
      t.notMatch(lines.join('\n'), 'scenario failed')
    })
  }
} else {
  t.pass('skipped: this host crashes in traces of its own: there is nothing to compare with')
}
