import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from './package-folder.js'
import './without-options-of-tap.js'

/**
 * The flags of the host under test. Those of this process, or, in a mode in which tap can't run, those that the matrix
 * says: then it is only the programs that run in it.
 */
export const hostFlags: readonly string[] = process.env['HOST_FLAGS']?.split(' ') ??
  process.execArgv.filter((flag) => flag !== '--no-warnings')

/** Whether the host under test crashes in traces of its own: Node 26 without explicit resource management. */
export const hostTracesCrash = hostFlags.includes('--no-js-explicit-resource-management')

export { packageFolder }

/** The file of one of `tests/programs`. */
export function programFile(name: string): string {
  return join(packageFolder, '.build', 'programs', `${name}.cjs`)
}

/** How a program is run, where that is not as usual. */
export interface RunOptions {
  /** What it reads. */
  readonly input?: string
  /** Without the flags of the host under test. */
  readonly asShipped?: boolean
  /** The exit code that it is to have. By default 0. */
  readonly status?: number
}

/** Runs one of `tests/programs` on the host under test, in the package's folder, and gives what it prints as JSON. */
export function runProgram(
  name: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
  { input, asShipped, status = 0 }: RunOptions = {}
): any {
  const ended = spawnSync(process.execPath, [
    ...asShipped ? [] : hostFlags, '--no-warnings', ...flags, programFile(name), ...args
  ], {
    cwd: packageFolder, encoding: 'utf8', maxBuffer: 1 << 28, ...input !== undefined && { input },
    // Programs require the package: without its own condition Deno gives them the entry for Node.
    env: { ...process.env, DENO_CONDITIONS: 'deno' }
  })
  if (ended.error) throw ended.error
  process.stderr.write(ended.stderr)
  if (ended.status !== status) throw new Error(
    `${name} ${args.join(' ')} ended with ${ended.signal ?? ended.status}, not ${status}\n${ended.stderr}`
  )
  return JSON.parse(ended.stdout)
}
