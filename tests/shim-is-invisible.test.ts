import t from 'tap'
import { hostTracesCrash } from './support/run-program.js'
import { CRASHING, recordedTranscripts, transcriptsOf } from './support/transcripts.js'

// Every scenario in two processes of this Node, one as it is and one with the shim installed, with and without its storages. A host that crashes in
// traces of its own is compared with what it does where it does not crash.

const stock = hostTracesCrash ? recordedTranscripts() : transcriptsOf('host')

for (const mode of ['shim', 'shim with storages'] as const) {
  const shimmed = transcriptsOf(mode)
  for (const [name, lines] of Object.entries(stock)) {
    t.test(`${mode}: ${name}`, { skip: hostTracesCrash && CRASHING[mode].includes(name) }, async (t) => {
      t.same(shimmed[name], lines)
      t.notMatch(lines.join('\n'), /scenario failed/)
    })
  }
}
