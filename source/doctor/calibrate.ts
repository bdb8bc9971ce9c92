import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Costs, Effort } from './calibration/measure.js'

/** What calls of some shapes take, and one of V8's samples, in nanoseconds. */
export interface Measured {
  readonly costs: Costs
  readonly sampling: number
}

/** What was measured, or why nothing was. */
export type Calibration = Measured | { readonly failure: string }

/** The shapes to measure, how often, and whether samples were taken. */
export interface Work {
  readonly shapes: readonly number[]
  readonly effort: Effort
  readonly isSampled: boolean
}

/** The flags by which a process has contexts, scopes or optimisers that others have not. */
const FLAGS_THAT_MATTER =
  /^--.*(async-context-frame|explicit-resource-management|jitless|maglev|sparkplug|turbofan|opt)$/

/** How the process is started that measures: as this one, but without what is preloaded here. */
function command(): { args: string[], env: NodeJS.ProcessEnv } {
  const { NODE_OPTIONS: options = '', NODE_DEBUG: _, NODE_V8_COVERAGE: __, ...env } = process.env
  const flags = [...process.execArgv, ...options.split(' ')].filter((flag) => FLAGS_THAT_MATTER.test(flag))
  // The doctor is CommonJS for whoever imports it, too.
  const file = join(__dirname, 'doctor-calibration.js')
  return { args: [...flags, file], env }
}

/** Measures while this process waits. */
export function calibrateNow(work: Work): Calibration {
  const { args, env } = command()
  try {
    const { stdout, error } = spawnSync(process.execPath, args, {
      env, input: JSON.stringify(work), stdio: ['pipe', 'pipe', 'inherit'], encoding: 'utf8'
    })
    return error === undefined ? read(stdout) : { failure: error.message }
  } catch (error) {
    return { failure: wordsOf(error) }
  }
}

/** Measures beside this process, which may end meanwhile. */
export function calibrate(work: Work): Promise<Calibration> {
  return new Promise((resolve) => {
    const { args, env } = command()
    try {
      const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
      const { stdin, stdout } = child
      let output = ''
      stdout.setEncoding('utf8').on('data', (chunk) => { output += chunk })
      child.once('error', (error) => resolve({ failure: error.message }))
      child.once('close', () => resolve(read(output)))
      stdin.on('error', () => {}).end(JSON.stringify(work))
    } catch (error) {
      resolve({ failure: wordsOf(error) })
    }
  })
}

function read(output: string): Calibration {
  try {
    return JSON.parse(output)
  } catch {
    return { failure: 'the process that measures has ended before it was done' }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
