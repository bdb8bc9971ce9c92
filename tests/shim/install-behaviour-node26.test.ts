import t from 'tap'
import { FIXED } from '../support/fixed-in-node-26.js'
import { isLimit } from '../support/limits.js'
import { inWordsOfThisHost, NOT_ON_THIS_HOST } from '../support/not-on-this-host.js'
import { recordedTranscripts, transcriptsOf } from '../support/transcripts.js'

// With `install({ behaviour: 'node26' })` the host's own tracing channels do on every host what those of stock Node
// 26.10 do: the scenarios go through `node:diagnostics_channel` and the prototypes, as on 26.10 itself.

for (const mode of ['node26', 'node26 with storages'] as const) {
  const ours = transcriptsOf(mode)
  for (const [name, lines] of Object.entries(recordedTranscripts())) {
    t.test(`${mode}: ${name}`, { skip: NOT_ON_THIS_HOST[name] ?? false }, async (t) => {
      t.notMatch(ours[name]!.join('\n'), /scenario failed/)
      if (!isLimit(name, ours[name])) t.same(ours[name], FIXED[name] ?? inWordsOfThisHost(lines))
    })
  }
}
