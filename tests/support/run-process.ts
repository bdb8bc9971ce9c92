import { spawnSync } from 'node:child_process'
import './without-options-of-tap.js'
import { hostFlags, packageFolder } from './run-program.js'

export { programFile } from './run-program.js'

/** What a process did. */
export interface Outcome {
  readonly status: number | null
  /** The JSON that it printed. */
  readonly output: any
  /** What it wrote to stderr, with its process id taken out. */
  readonly stderr: string
}

/** The ways in which the shim is preloaded. */
export const PRELOADS: readonly (readonly string[])[] = [
  ['--import', 'tracescope/register'], ['--require', 'tracescope/register']
]

/** Runs a process of the host under test in the package's folder, with its warnings. */
export function runProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
  const { status, stdout, stderr, pid } = spawnSync(process.execPath, [...hostFlags, ...args], {
    cwd: packageFolder, encoding: 'utf8', env: { ...process.env, ...env }
  })
  return { status, output: stdout && JSON.parse(stdout), stderr: stderr.replaceAll(`(node:${pid})`, '(node)') }
}
