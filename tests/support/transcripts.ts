import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Mode } from './implementation.js'

export type Transcripts = Record<string, string[]>

const program = fileURLToPath(new URL('support/run-scenarios.js', import.meta.url))

/** Runs all scenarios with one implementation, in a process of this Node with this process's flags. */
export function transcriptsOf(mode: Mode): Transcripts {
  const output = execFileSync(process.execPath, [...process.execArgv, '--no-warnings', program, mode], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return JSON.parse(output)
}
