import fc from 'fast-check'
import { sequences, type Possible } from '../random/differential/arbitraries.js'
import { compare, isSame } from '../random/differential/compare.js'
import { examples } from '../random/differential/examples.js'
import { report } from '../random/differential/report.js'
import type { Sequence } from '../random/differential/sequence.js'
import { makeTracers, type TracerName } from '../random/differential/tracers.js'
import { hostHasStoreScopes, hostHasWithScope, runKeepsOthers } from '../support/host.js'
import { hostHasDisposableStack } from '../support/using.js'

// Compares what two tracers do with the stores, in random sequences of steps, with a way into the context:
// `context-ways frame api reference 5000 1 0:1:0`, for the way ('' for the default), the tracer that is tested, the one
// that it is compared with, how many sequences, the seed, and the path to one of them. Prints the outcome as JSON.

const TIME_LIMIT = 100_000

const [way, subject, oracle, count, seed, path] = process.argv.slice(2)

async function main(): Promise<object> {
  process.env['TRACESCOPE_CONTEXT'] = way!
  let tracescope: typeof import('tracescope')
  try {
    tracescope = require(process.env['TRACESCOPE_BUILD'] || 'tracescope')
  } catch (error) {
    return { unusable: (error as Error).message }
  }
  const tracers = makeTracers(tracescope)
  const hostTraces = !hostHasStoreScopes || hostHasDisposableStack
  const possible: Possible = {
    scopes: subject === 'api' || hostHasWithScope,
    storeScopes: subject === 'api' || hostHasStoreScopes,
    // A store that is not plain is entered by the host's own code when the shim comes to it.
    ownMethods: hostTraces || subject === 'api',
    // The API calls no `then` of theirs: `thenables-run-as-unwatched` has what it does instead.
    thenables: subject !== 'api',
    runOnly: subject !== 'api' && !hostHasStoreScopes,
    // Where `run` puts the whole context back, it holds frames between the stores, which nobody can know of: see
    // `compare.ts`.
    runStores: hostTraces && runKeepsOthers()
  }

  let leftOut = 0
  const run = (sequence: Sequence) => compare(tracers[oracle as TracerName], tracers[subject as TracerName], sequence)
  const property = fc.asyncProperty(sequences(possible), async (sequence) => {
    const compared = await run(sequence)
    if (compared.leftOut) leftOut++
    return isSame(compared)
  })
  const { failed, numRuns, counterexample, counterexamplePath } = await fc.check(property, {
    seed: Number(seed), numRuns: Number(count),
    examples: examples(possible).map((example) => [example] as [Sequence]), ...path && { path },
    interruptAfterTimeLimit: TIME_LIMIT, markInterruptAsFailure: true
  })
  const outcome = { way: tracescope.contextBackend, sequences: numRuns, leftOut }
  if (!failed) return outcome
  if (!counterexample) return { ...outcome, failure: `not done in ${TIME_LIMIT} ms` }
  return { ...outcome, failure: report(counterexample[0], await run(counterexample[0])), path: counterexamplePath }
}

main().then((outcome) => process.stdout.write(JSON.stringify(outcome)), (error) => {
  console.error(error)
  process.exitCode = 1
})
