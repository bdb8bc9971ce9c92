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
  /**
   * The seconds that processors were at work for it, for the processes that it started too, where that was asked for.
   */
  readonly cpuSeconds: number
}

// In seconds. Many a file starts processes by the dozen, and a machine may be busy: tap's own 30 say nothing of the
// test.
const TIMEOUT = 300

// A shell that runs its arguments, and then says how long processors were at work for them.
const TIMED = ['sh', '-c', '"$@"; code=$?; echo; times; exit $code', 'sh']

/** Runs a built test file on a host, and counts what its TAP says. */
export async function runFile(binary: string, row: Row, file: string, isTimed = false): Promise<Outcome> {
  const { spec, flags, flagsForPrograms, withoutTap, env, strict } = row
  const reports = strict ? new StrictReports(file, spec) : undefined
  const [command, ...args] = [
    ...isTimed ? TIMED : [], binary, ...flagsForPrograms ? [] : flags, ...withoutTap ? [] : ['--no-warnings'], file
  ]
  const child = spawn(command!, args, {
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
    ok: code === 0 && counted !== '' && !unwanted.length, output, cpuSeconds: isTimed ? cpuSecondsIn(output) : 0
  }
}

/**
 * What the last line of `times` says: the time in processes that have ended, of users and the system,
 * `0m1.23s 0m0.56s`.
 */
function cpuSecondsIn(output: string): number {
  const [, ...times] = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(output) ?? []
  const [minutes = 0, seconds = 0, systemMinutes = 0, systemSeconds = 0] = times.map(Number)
  return (minutes + systemMinutes) * 60 + seconds + systemSeconds
}
