import fc from 'fast-check'
import t from 'tap'
import { scenarios } from './parity/arbitraries.js'
import { differing, report, transcriptsOf } from './parity/compare.js'
import { extentOf, seed } from './extent.js'
import { hostTracesCrash } from '../support/run-program.js'
import type { Scenario } from './world/steps.js'

// Random programs, each in two processes of this Node, one as it is and one with the shim installed, with and without
// its storages. Subscribers, transforms, callbacks, generators and async functions subscribe, bind, trace, throw,
// reject, call back, keep contexts, enter and disable storages, and call things with garbage, within each other. What a
// program can see, and in which microtask, is compared line by line: see `random/world` and `random/parity/play.ts`.
//
// `SEED=1 SCENARIOS=100000 node .build/tests/random/shim-is-invisible-at-random.test.js` for others, and more of them;
// `npm run test:deep`.

/** Everything that is deliberately not compared, and why. */
const NOT_COMPARED = {
  'a host without explicit resource management, as it is':
    'its own traces bring the process down; it is compared with the same Node without that flag, in programs that ' +
    'have nothing that the shim hands to the host\'s own code',
  'the continuations that share a context with a disable() after a trace':
    'a limit, see docs/differences.md; the program makes the context a new one first. `context-ways` compares those ' +
    'that share one in both',
  'microtasks that end in an uncaughtException, in a program whose context has never had a store':
    'Node leaves them the context of such a microtask, but only where there is none: after a trace Node\'s own code ' +
    'has left an empty one, the shim none',
  'methods of AsyncLocalStorage that are patched':
    'a limit while a trace is open, see docs/differences.md; `patched-storage` and `context-ways` have the rest',
  'a store that a transform takes out of the channel that is being entered, and binds again':
    'a limit, see docs/differences.md',
  'an own `publish` of a channel that nobody listens to':
    'Node up to 25 does not call it in traces; the shim does, as Node 26',
  'an own `runStores` of a channel, since Node 26.3':
    'traces do without it there; those of the shim call it when they hand a store with methods of its own to the ' +
    'host\'s code. `channelsWithMethodsOfTheirOwn` has the others',
  'binding null or undefined as a store':
    'the TypeError that a trace ends with says which method was missed: the shim tries another one first',
  'what async_hooks hangs on promises for storages':
    'the values are compared as getStore() gives them; the symbols come in the order in which storages were first ' +
    'used, which is the other way round',
  'the ids of async_hooks, but for their differences within a program':
    'the shim has made resources of its own when it was loaded',
  'what a tick of the program throws':
    'the host goes on with the ticks after it when the next callback ends, even one that a garbage collection calls',
  'what V8 says of calling something that is no function by Reflect.apply':
    'it depends on whether V8 has optimised the caller',
  'source text, from Function.prototype.toString':
    'it is other code'
}

const SCENARIOS = extentOf('SCENARIOS', { usual: 1_500, deep: 5_000 })
/** What some program has to see, or the programs have lost their point. Of some of it five of 1,500 programs tell. */
const SEEN = [
  ...['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) =>
    new RegExp(`subscriber \\d "tracing:named:${event}"`)),
  /0\.0 fn/, /0\.\d+ timer/, /0\.[1-9] fulfilled/, /0\.[1-9] rejected/, /transform/, /uncaughtException/,
  /unhandledRejection/, /threw/, /own publish/, /0\.\d+ generator again/, /0\.[1-9] async generator ends/,
  /0\.[1-9] async again/, /\d snapshot/, /\d bind/, /\d resource/
]

t.comment(`SEED=${seed}`)
for (const [what, why] of Object.entries(NOT_COMPARED)) t.comment(`not compared: ${what}. ${why}`)

const sample = (seed: number): Scenario[] =>
  fc.sample(scenarios({ hostsOwnCode: !hostTracesCrash }), { seed, numRuns: SCENARIOS })
const programs = sample(seed)
const stock = transcriptsOf('host', programs)

t.test('the programs see what there is to see', async (t) => {
  let lines = stock.flat()
  for (const pattern of SEEN) {
    const isSeen = (): boolean => lines.some((line) => pattern.test(line))
    for (let more = 1; !isSeen() && more <= 5; more++) lines = transcriptsOf('host', sample(seed + more)).flat()
    t.ok(isSeen(), String(pattern))
  }
})

for (const mode of ['shim', 'shim with storages'] as const) {
  t.test(`${mode}: ${SCENARIOS} programs`, async (t) => {
    const found = differing(stock, transcriptsOf(mode, programs))
    t.equal(found.length, 0, `seed ${seed}`)
    if (found.length) t.comment(report(mode, programs[found[0]!]!))
  })
}
