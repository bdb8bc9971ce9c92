import { scenarios } from '../scenarios/index.js'
import type { Implementation } from './implementation.js'
import { Transcript } from './transcript.js'

/**
 * Runs scenarios one after the other. Its owner adds what surfaces in the process to `transcript`, that of the one
 * under way.
 */
export class ScenarioRunner {
  transcript = new Transcript()
  readonly #implementation: Implementation

  constructor(implementation: Implementation) {
    this.#implementation = implementation
  }

  /** Returns the lines of each transcript, by the scenario's name. */
  async run(names: readonly string[]): Promise<Record<string, string[]>> {
    const transcripts: Record<string, string[]> = {}
    for (const name of names) {
      this.transcript = new Transcript()
      try {
        await scenarios[name]!(this.#implementation, this.transcript)
      } catch (error) {
        this.transcript.add('scenario failed', error)
      }
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve))
      transcripts[name] = this.transcript.lines
    }
    return transcripts
  }
}
