import { spawn } from 'node:child_process'
import type { Row } from './rows.js'
import { StrictReports } from './strict-reports.js'

/** What running a test file gave. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly ok: boolean
  readonly output: string
}

// In seconds. Many a file starts processes by the dozen, and a machine may be busy: tap's own 30 say nothing of the test.
const TIMEOUT = 300

/** Runs a built test file on a host, and counts what its TAP says. */
export async function runFile(binary: string, { spec, flags, flagsForPrograms, withoutTap, env, strict }: Row, file: string): Promise<Outcome> {
  const reports = strict ? new StrictReports(file, spec) : undefined
  const child = spawn(binary, [...flagsForPrograms ? [] : flags, ...withoutTap ? [] : ['--no-warnings'], file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Later than tap, which can say what took too long.
    timeout: (TIMEOUT + 60) * 1000,
    env: {
      ...process.env, TAP_TIMEOUT: String(TIMEOUT), ...env, ...reports?.environment,
      ...(flagsForPrograms && { HOST_FLAGS: flags.join(' ') })
    }
  })
  let output = ''
  child.stdout.on('data', (chunk) => { output += chunk })
  child.stderr.on('data', (chunk) => { output += chunk })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const counted = /^# \{ (total: .*) \}$/m.exec(output)?.[1] ?? ''
  const count = (what: string): number => Number(new RegExp(`\\b${what}: (\\d+)`).exec(counted)?.[1] ?? 0)
  // A file that ends without its counts has not run to its end, whatever its exit code.
  const unwanted = reports?.take() ?? []
  output += unwanted.join('\n')
  return {
    passed: count('pass'), failed: count('fail') + unwanted.length, skipped: count('skip'),
    ok: code === 0 && counted !== '' && !unwanted.length, output
  }
}
