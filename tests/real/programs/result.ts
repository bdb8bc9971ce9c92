import { writeFileSync } from 'node:fs'
import { inspect } from 'node:util'

/** What a program hands to the runner. */
export interface Result {
  readonly lines: readonly string[]
  readonly installed: boolean
}

/**
 * Runs a program that gives lines, and hands them to the runner with the word whether the shim is installed. By a file:
 * agents print, and so does Node. A program that hangs until nothing is left to wait for hands over what it had till then.
 */
export function handOver(file: string, lines: string[], main: () => Promise<void>): void {
  let verdict = 'did not come to its end'
  process.on('exit', () => {
    const result: Result = { lines: [...lines, verdict], installed: Symbol.for('tracescope.installation') in globalThis }
    writeFileSync(file, JSON.stringify(result))
  })
  main().then(() => { verdict = 'done' }, (error) => { verdict = `failed: ${inspect(error)}` })
}
