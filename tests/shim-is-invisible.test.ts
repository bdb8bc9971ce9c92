import t from 'tap'
import { hostTracesCrash } from './support/run-program.js'
import { CRASHING, recordedTranscripts, transcriptsOf } from './support/transcripts.js'

// Every scenario in two processes of this Node, one as it is and one with the shim installed. A host that crashes in
// traces of its own is compared with what it does where it does not crash.

const stock = hostTracesCrash ? recordedTranscripts() : transcriptsOf('host')
const shimmed = transcriptsOf('shim')

for (const [name, lines] of Object.entries(stock)) {
  t.test(name, { skip: hostTracesCrash && CRASHING.shim.includes(name) }, async (t) => {
    t.same(shimmed[name], lines)
    t.notMatch(lines.join('\n'), /scenario failed/)
  })
}
