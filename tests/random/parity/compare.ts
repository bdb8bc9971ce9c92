import type { Mode } from '../../support/implementation.js'
import { hostTracesCrash, runProgram } from '../../support/run-program.js'
import { show, showDifference } from '../world/show.js'
import type { Scenario } from '../world/steps.js'
import { smaller } from './shrink.js'

/** What programs saw, each line by line. */
export type Transcripts = ReadonlyArray<readonly string[]>

/**
 * Runs programs one after another in one process of the host under test. A host that crashes in traces of its own is
 * represented by itself without the flag that makes it.
 */
export function transcriptsOf(mode: Mode, scenarios: readonly Scenario[]): Transcripts {
  const input = JSON.stringify(scenarios)
  return runProgram('run-parity', [mode], [], { input, asShipped: hostTracesCrash && mode === 'host' })
}

/** Which programs did not see the same. */
export function differing(expected: Transcripts, actual: Transcripts): number[] {
  return [...expected.keys()].filter((nth) => expected[nth]!.join('\n') !== actual[nth]!.join('\n'))
}

/** Makes a program that does not see the same smaller as long as it does not, and says what remains. */
export function report(mode: Mode, scenario: Scenario): string {
  const run = (scenarios: readonly Scenario[]): [Transcripts, Transcripts] =>
    [transcriptsOf('host', scenarios), transcriptsOf(mode, scenarios)]
  if (!differing(...run([scenario])).length) {
    return ['only after the programs before it:', show(scenario), '', JSON.stringify(scenario)].join('\n')
  }
  while (true) {
    const candidates = smaller(scenario)
    const [first] = differing(...run(candidates))
    if (first === undefined) break
    scenario = candidates[first]!
  }
  const [[expected], [actual]] = run([scenario])
  return [show(scenario), '', ...showDifference(expected!, actual!), '', JSON.stringify(scenario)].join('\n')
}
