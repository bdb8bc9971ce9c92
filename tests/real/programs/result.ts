import { tracingChannel } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'

/** How often methods that enter stores were called: those of the shim, and the host's own. */
export interface Ways {
  readonly shim: Readonly<Record<string, number>>
  readonly host: Readonly<Record<string, number>>
}

/** What a program hands to the runner. */
export interface Result {
  readonly lines: readonly string[]
  /** The source of the host's traceSync, by which it is told from the shim's. */
  readonly traceSync: string
  /** Whether strict mode is on. */
  readonly strictMode: boolean
  /** Steps in which subscribers saw something else than they should. */
  readonly unexpected: readonly string[]
  /** Which way calls went, where that was counted: see WAYS. */
  readonly ways?: Ways | undefined
}

/** The variable that has a program count which way its calls go. */
export const WAYS = 'COUNT_WAYS'

/** The last line of a program that waited in vain. */
export const UNFINISHED = 'did not come to its end'

/**
 * Runs a program that gives lines, and hands them to the runner. By a file: agents print, and so does Node. A program
 * that does not come to its end hands over what it had till then.
 *
 * @param unexpected what the program finds wrong by itself
 */
export function handOver(
  file: string, lines: string[], main: () => Promise<void>, unexpected: readonly string[] = []
): void {
  let verdict = UNFINISHED
  // The counter of the bench, which the programs of this folder are not built with: it is no part of any of them.
  const takeWays: (() => Ways) | undefined = process.env[WAYS] &&
    require(join(process.cwd(), 'bench', 'serving', 'count-ways.js')).countWays()
  process.on('exit', () => {
    const result: Result = {
      lines: [...lines, verdict],
      traceSync: String(tracingChannel('tests').traceSync),
      strictMode: Symbol.for('tracescope.strict') in globalThis,
      unexpected,
      ways: takeWays?.()
    }
    writeFileSync(file, JSON.stringify(result))
  })
  // Sent by the runner when its patience is over.
  process.once('SIGTERM', () => process.exit())
  main().then(() => { verdict = 'done' }, (error) => { verdict = `failed: ${inspect(error)}` })
}
