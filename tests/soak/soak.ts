import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Mode } from '../support/implementation.js'

/** A Node to run on. */
export interface Host {
  readonly name: string
  readonly binary: string
  readonly flags: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What was found after some traces, when none was open and all subscribers and stores were gone. */
export interface Measurement {
  /** Traces made since the first measurement, and those of them on channels that had a subscriber or a store. */
  readonly made: number
  readonly live: number
  readonly heap: number
  /** Contexts and stores that are over and could not be collected. */
  readonly alive: number
  readonly heard: number
  /** Times a store was found with another value than its outer one. */
  readonly strayed: number
}

const program = fileURLToPath(new URL('../../programs/soak.cjs', import.meta.url))
const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Makes traces in a process of its own, and gives what it measured on the way. Rejects when the process does not end
 * well.
 */
export async function soak(
  { binary, flags, env }: Host, mode: Mode, traces: number, seed: number, onMeasured: (measurement: Measurement) => void
): Promise<Measurement[]> {
  const child = spawn(binary, [...flags, '--no-warnings', '--expose-gc', program, mode, String(traces), String(seed)], {
    cwd: packageFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env }
  })
  const measurements: Measurement[] = []
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  for await (const line of createInterface(child.stdout)) {
    const measurement: Measurement = JSON.parse(line)
    measurements.push(measurement)
    onMeasured(measurement)
  }
  const code = await ended
  if (code !== 0) throw new Error(`the process on node ${binary} ended with ${code}`)
  return measurements
}
