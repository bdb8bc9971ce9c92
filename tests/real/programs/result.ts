import { tracingChannel } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { inspect } from 'node:util'

/** What a program hands to the runner. */
export interface Result {
  readonly lines: readonly string[]
  /** The source of the host's traceSync, by which it is told from the shim's. */
  readonly traceSync: string
  /** Whether strict mode is on. */
  readonly strictMode: boolean
  /** Steps in which subscribers saw something else than they should. */
  readonly unexpected: readonly string[]
}

/** The last line of a program that waited in vain. */
export const UNFINISHED = 'did not come to its end'

/**
 * Runs a program that gives lines, and hands them to the runner. By a file: agents print, and so does Node. A program that
 * does not come to its end hands over what it had till then.
 *
 * @param unexpected what the program finds wrong by itself
 */
export function handOver(file: string, lines: string[], main: () => Promise<void>, unexpected: readonly string[] = []): void {
  let verdict = UNFINISHED
  process.on('exit', () => {
    const result: Result = {
      lines: [...lines, verdict],
      traceSync: String(tracingChannel('tests').traceSync),
      strictMode: Symbol.for('tracescope.strict') in globalThis,
      unexpected
    }
    writeFileSync(file, JSON.stringify(result))
  })
  // Sent by the runner when its patience is over.
  process.once('SIGTERM', () => process.exit())
  main().then(() => { verdict = 'done' }, (error) => { verdict = `failed: ${inspect(error)}` })
}
