import t from 'tap'
import { covered, needsStoreScopes } from '../random/parity/covered.js'
import { hostHasStoreScopes } from '../support/host.js'
import type { Mode } from '../support/implementation.js'
import { isLimit } from '../support/limits.js'
import { hostTracesCrash, runProgram } from '../support/run-program.js'
import { CRASHING, recordedTranscripts, transcriptsOf, type Transcripts } from '../support/transcripts.js'

// Every scenario in two processes of this Node, one as it is and one with the shim installed, with and without its
// storages: those of `tests/scenarios`, which the API is held to as well, and those of `tests/random/parity/scenarios`,
// which are about the host alone. `shim-is-invisible-at-random` has more.

/** Everything that is deliberately not compared, and why. */
const NOT_COMPARED = {
  'a host without explicit resource management, as it is':
    'its own traces bring the process down. It is compared with the recorded transcripts of 26.10 and with the same ' +
      'Node without that flag',
  'what comes to the host\'s own code, on such a host':
    'it would crash: stores and channels with methods of their own, and what is refused. ' +
      '`CRASHING` and `HOSTS_OWN` name the scenarios',
  'how many functions of who traces are on a stack':
    'Node up to 25 has closures there, the shim has none; that they are there, and all of the program\'s, is compared',
  'source text, from Function.prototype.toString':
    'it is other code',
  'what V8 says of calling something that is no function by Reflect.apply':
    'it depends on whether V8 has optimised the caller',
  'the symbols under which async_hooks hangs the values of storages on promises':
    'they come in the order in which storages were first used, which is the other way round; ' +
      'the values are compared as getStore() gives them',
  'who else sees a storage disabled in the frame around a trace':
    'a limit that docs/differences.md names. The scenario about it does what the host does, or what `LIMITS` says',
  'the stacks that subscribers see, with strict mode preloaded':
    'what strict mode puts around the methods that open scopes is on them; ' +
      'Node 26 traces by these methods, the shim does not'
}

/** What comes to the host's own code, whoever traces. */
const HOSTS_OWN = [
  'channelsWithMethodsOfTheirOwn',
  'functionsThatAreRefused',
  'methodsThatAreBorrowed',
  'subscribersThatComeInAContinuation'
]

/** Whether strict mode is preloaded. */
const isStrict = Symbol.for('tracescope.strict') in globalThis

/** How many lines the scenarios have at least, on the host that does the least. */
const OBSERVATIONS = 1_500

const stock = {
  ...hostTracesCrash ? recordedTranscripts() : transcriptsOf('host'),
  ...handWritten('host')
}

for (const [what, why] of Object.entries(NOT_COMPARED)) t.comment(`not compared: ${what}. ${why}`)

for (const mode of ['shim', 'shim with storages'] as const) {
  const shimmed = { ...transcriptsOf(mode), ...handWritten(mode) }
  const leftOut = [...hostTracesCrash ? CRASHING[mode] : [], ...isStrict ? ['stacksSeenBySubscribers'] : []]
  let observations = 0
  for (const [name, lines] of Object.entries(stock)) {
    t.test(`${mode}: ${name}`, { skip: leftOut.includes(name) }, async (t) => {
      if (!isLimit(name, shimmed[name])) t.same(shimmed[name], lines)
      t.notMatch(lines.join('\n'), /scenario failed/)
      observations += lines.length
    })
  }
  t.test(`${mode}: observations`, async (t) => t.ok(observations >= OBSERVATIONS, `${observations} lines compared`))
}

t.test('what is known to differ or to be easy to get wrong is shown', { skip: hostTracesCrash }, async (t) => {
  for (const [what, scenarios] of Object.entries(covered)) {
    t.same(scenarios.filter((name) => stock[name] === undefined), [], what)
    if (hostHasStoreScopes || !needsStoreScopes.has(what)) t.ok(
      scenarios.some((name) => stock[name]?.length), `${what}: seen`
    )
  }
})

/**
 * Runs the scenarios about the host alone. A host that crashes is represented by itself without the flag that makes it.
 */
function handWritten(mode: Mode): Transcripts {
  return runProgram('run-hand-written', [mode, ...hostTracesCrash ? HOSTS_OWN : []], [], {
    asShipped: hostTracesCrash && mode === 'host'
  })
}
