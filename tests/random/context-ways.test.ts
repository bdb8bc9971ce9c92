import { tracingChannel } from 'node:diagnostics_channel'
import t from 'tap'
import { extentOf, seed } from './extent.js'
import { hostHasStoreScopes, isNode } from '../support/host.js'
import { hostTracesCrash, runProgram } from '../support/run-program.js'

// Random sequences of steps through every way into the context that this host has, and through Node's own methods;
// every value that every storage has after every step is compared. The shim is compared with the host as it is; the API
// with Node 26's code written down in the host's public methods (`random/differential/reference.ts`), and with Node
// 26.5 and later.
//
// `SEED=1 SEQUENCES=200000 node .build/tests/random/context-ways.test.js` for others, and more of them;
// `npm run test:deep`.

/** Node has two ways, other hosts one. That without a name is the one that tracescope takes by itself. */
const WAYS = ['frame', 'resource', 'portable', '']
const USABLE = isNode ? 2 : 1
/** Of all ways together, but for the default. */
const wanted = extentOf('SEQUENCES', { usual: 1_500 * USABLE, deep: isNode ? 20_000 : 4_000 })
/** For each pair: the default is one of the ways, whatever was asked for, and has its sequences there. */
const ofDefault = extentOf('SEQUENCES_OF_DEFAULT', { usual: 100, deep: 500 })

type Pair = readonly [subject: string, oracle: string]

/** Who is tested with a way, and who it is compared with. */
function pairsOf(way: string): Pair[] {
  // The shim leaves other hosts than Node as they are.
  if (!isNode) return [['api', 'reference']]
  if (hostTracesCrash) return [['api', 'reference'], ['shim', 'reference']]
  return [
    ['api', 'reference'],
    ['shim', 'host'],
    // Storages are entered in one step by this way alone.
    ...way === 'frame' ? [['storages', 'host']] as const : [],
    ...hostTracesAs2610() ? [['api', 'host']] as const : []
  ]
}

/**
 * Whether the host traces by scopes and gives a thenable as it is: Node 26.3 has the scopes, but gives what its `then`
 * gives.
 */
function hostTracesAs2610(): boolean {
  if (!hostHasStoreScopes) return false
  const traced = tracingChannel('tests.thenable')
  traced.subscribe({ start() {} } as any)
  const chained = { then() {} }
  const thenable = { then: () => chained }
  return traced.tracePromise((() => thenable) as any) as unknown === thenable
}

interface Outcome {
  readonly unusable?: string
  readonly way: string
  readonly sequences: number
  /** How many sequences came to the one difference that is accepted: see `random/differential/compare.ts`. */
  readonly leftOut: number
  readonly failure?: string
  readonly path?: string
}

t.comment(`SEED=${seed}`)

const used = new Set<string>()
let sequences = 0

for (const way of WAYS) {
  const pairs = pairsOf(way)
  for (const [subject, oracle] of pairs) {
    const count = way ? Math.ceil(wanted / USABLE / pairs.length) : ofDefault
    const args = [way, subject, oracle, String(count), String(seed)]
    const outcome: Outcome = runProgram('context-ways', args)
    const name = `${way || 'the default'} way: ${subject} as ${oracle}`
    if (outcome.unusable !== undefined) {
      t.match(outcome.unusable, /this host has no such way into its context/, `no ${name}`)
      continue
    }
    used.add(outcome.way)
    sequences += outcome.sequences
    if (outcome.failure !== undefined) {
      t.comment(`context-ways.cjs ${args.map((arg) => arg || '\'\'').join(' ')} ${outcome.path}\n\n${outcome.failure}`)
    }
    t.equal(outcome.failure?.split('\n')[0], undefined, `${name}, ${outcome.sequences} sequences, seed ${seed}`)
    const mostLeftOut = outcome.way === 'frame' ? 20 + outcome.sequences / 20 : 0
    t.ok(outcome.leftOut <= mostLeftOut, `the accepted difference in ${outcome.leftOut} of them`)
  }
}

t.equal(used.size, USABLE, `the ways ${[...used].join(' and ')}`)
t.ok(sequences >= wanted, `${sequences} sequences`)
