import type { Mode } from '../../support/implementation.js'
import { hostTracesCrash, runProgram } from '../../support/run-program.js'
import { smaller } from './shrink.js'
import type { Scenario } from './steps.js'

/** What programs saw, each line by line. */
export type Transcripts = ReadonlyArray<readonly string[]>

/**
 * Runs programs one after another in one process of the host under test. A host that crashes in traces of its own is
 * represented by itself without the flag that makes it.
 */
export function transcriptsOf(mode: Mode, scenarios: readonly Scenario[]): Transcripts {
  return runProgram('run-parity', [mode], [], { input: JSON.stringify(scenarios), asShipped: hostTracesCrash && mode === 'host' })
}

/** Which programs did not see the same. */
export function differing(expected: Transcripts, actual: Transcripts): number[] {
  return [...expected.keys()].filter((nth) => expected[nth]!.join('\n') !== actual[nth]!.join('\n'))
}

/** Makes a program that does not see the same smaller as long as it does not, and says what remains. */
export function report(mode: Mode, scenario: Scenario): string {
  const run = (scenarios: readonly Scenario[]): [Transcripts, Transcripts] => [transcriptsOf('host', scenarios), transcriptsOf(mode, scenarios)]
  if (!differing(...run([scenario])).length) return `only after the programs before it:\n${JSON.stringify(scenario)}`
  while (true) {
    const candidates = smaller(scenario)
    const [first] = differing(...run(candidates))
    if (first === undefined) break
    scenario = candidates[first]!
  }
  const [[expected], [actual]] = run([scenario])
  return [JSON.stringify(scenario), ...compareLines(expected!, actual!)].join('\n')
}

function compareLines(expected: readonly string[], actual: readonly string[]): string[] {
  let same = 0
  while (same < expected.length && expected[same] === actual[same]) same++
  return [
    ...expected.slice(0, same).map((line) => `  ${line}`),
    ...expected.slice(same).map((line) => `- ${line}`),
    ...actual.slice(same).map((line) => `+ ${line}`)
  ]
}
