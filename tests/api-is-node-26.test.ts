import { writeFileSync } from 'node:fs'
import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { hostFlags, hostTracesCrash } from './support/run-program.js'
import { CRASHING, recordedFile, recordedTranscripts, transcriptsOf } from './support/transcripts.js'

// The API does on every host what stock Node 26.10 does: the transcripts of 26.10 are kept in a file, and 26.10 itself is
// held to them. `RECORD=1 node .build/tests/api-is-node-26.test.js` on that version writes them anew.

const isIt = process.version.startsWith('v26.10.') && hostFlags.length === 0

/** Where the API differs from 26.10 on purpose. */
const FIXED = {
  callbackWithoutContext: 'a frozen default context makes traceCallback throw; the API passes a new object',
  syncNotAFunction: 'the API refuses it before anything is published'
}

/** What a host's AsyncLocalStorage can't do or does otherwise, whoever traces. */
const NOT_ON_THIS_HOST: Record<string, string> = {}
if (new (AsyncLocalStorage as any)({ defaultValue: 1 }).getStore() === undefined) {
  NOT_ON_THIS_HOST['runScopeDefaultValue'] = NOT_ON_THIS_HOST['defaultValueOutside'] = 'no default values'
}

if (process.env['RECORD']) writeFileSync(recordedFile, `${JSON.stringify(transcriptsOf('host'), null, 2)}\n`)
const recorded = recordedTranscripts()

t.test('the recorded transcripts are those of 26.10', { skip: !isIt }, async (t) => {
  t.same(transcriptsOf('host'), recorded)
})

if ('_enable' in AsyncLocalStorage.prototype) {
  for (const name of ['storageIsDisabledWhileRunning', 'storageSubclasses']) NOT_ON_THIS_HOST[name] = 'async_hooks under AsyncLocalStorage'
}
if (hostTracesCrash) {
  for (const name of CRASHING.api) NOT_ON_THIS_HOST[name] = 'uses the host\'s own traces, which crash'
}

const ours = transcriptsOf('api')
for (const [name, lines] of Object.entries(recorded)) {
  t.test(name, { skip: NOT_ON_THIS_HOST[name] ?? false }, async (t) => {
    if (name in FIXED) t.notSame(ours[name], lines)
    else t.same(ours[name], lines)
  })
}
