import { writeFileSync } from 'node:fs'
import t from 'tap'
import { inNoEnginesWords } from '../support/engine-words.js'
import { FIXED } from '../support/fixed-in-node-26.js'
import { isLimit } from '../support/limits.js'
import { NOT_ON_THIS_HOST } from '../support/not-on-this-host.js'
import { hostFlags, hostTracesCrash } from '../support/run-program.js'
import { CRASHING, recordedFile, recordedTranscripts, transcriptsOf, type Transcripts } from '../support/transcripts.js'

// The API does on every host what stock Node 26.10 does: the transcripts of 26.10 are kept in a file, and 26.10 itself
// is held to them. `RECORD=1 node .build/tests/api/api-is-node-26.test.js` on that version writes them anew.

const isIt = process.version.startsWith('v26.10.') && hostFlags.length === 0

/** Where the API differs from 26.10 on purpose. */
const ON_PURPOSE: Readonly<Transcripts> = {
  ...FIXED,
  // Refused before anything is published.
  syncNotAFunction: [
    'traceSync threw TypeError(ERR_INVALID_ARG_TYPE: The "fn" argument must be of type function. ' +
      'Received type string (\'not a function\'))',
    'traceSync threw TypeError(ERR_INVALID_ARG_TYPE: The "fn" argument must be of type function. Received undefined)'
  ]
}

/** The API never calls a `then` that is not Promise's own: `thenables-run-as-unwatched` has what it does. */
const THENABLES = {
  promiseOfThenable: 'thenables are watched',
  publishOfAsyncStartThrows: 'thenables are watched'
}

if (process.env['RECORD']) writeFileSync(recordedFile, `${JSON.stringify(transcriptsOf('host'), null, 2)}\n`)
const recorded = recordedTranscripts()

t.test('the recorded transcripts are those of 26.10', { skip: !isIt }, async (t) => {
  t.same(transcriptsOf('host'), recorded)
})

const leftOut: Record<string, string> = { ...NOT_ON_THIS_HOST, ...THENABLES }
if (hostTracesCrash) {
  for (const name of CRASHING.api) leftOut[name] = 'uses the host\'s own traces, which crash'
}

const ours = transcriptsOf('api')
for (const [name, lines] of Object.entries(recorded)) {
  t.test(name, { skip: leftOut[name] ?? false }, async (t) => {
    if (isLimit(name, ours[name])) return t.pass('a limit of docs/differences.md')
    t.same(inNoEnginesWords(ours[name]), inNoEnginesWords(ON_PURPOSE[name] ?? lines))
  })
}
