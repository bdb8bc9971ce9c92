import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { runProgram, hostFlags, packageFolder } from '../support/run-program.js'
import { programFile } from '../support/run-process.js'
import type { Stub } from './replace.js'

/** Who traces, and when the function was replaced: before the package was loaded, or after. */
export const MODES = ['shim, before', 'shim, after', 'api, before', 'api, after'] as const
export type Mode = 'stock' | typeof MODES[number]

/** A function, and what stands in its place. */
export type Attack = readonly [path: string, stub: Stub]

/** What the program saw, and how many times it, or who traces, called what stood in place of the function. */
export interface Seen {
  readonly callsInLoading: number
  readonly calls: number
  readonly lines: readonly string[]
}

/**
 * How long nothing may be seen of a process, in milliseconds. Up to Node 22 a program whose `apply` does not call goes
 * round forever, whoever traces. What is attacked alone may take longer: by that a difference is confirmed.
 */
const PATIENCE = 4_000
const PATIENCE_ALONE = 20_000

/** The functions that can be replaced on the host under test. */
export const functions: readonly string[] = runProgram('attacks')

/**
 * Makes attacks, by so many processes at a time as there are processors, and gives what was seen of each. An attack
 * that ends its process, as it may, has seen that; the process after it goes on with the next.
 *
 * @param inOneProcess how many attacks a process makes, one after another
 */
export async function attack(mode: Mode, attacks: readonly Attack[], inOneProcess: number): Promise<Seen[]> {
  const seen: Seen[] = []
  const starts = Array.from({ length: Math.ceil(attacks.length / inOneProcess) }, (_, nth) => nth * inOneProcess)
  const worker = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const end = Math.min(start + inOneProcess, attacks.length)
      for (let next = start; next < end;) next = await attackFrom(mode, attacks.slice(next, end), next, seen)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return seen
}

/** Makes attacks by one process. Gives the number of the first that it did not come to. */
async function attackFrom(mode: Mode, attacks: readonly Attack[], first: number, seen: Seen[]): Promise<number> {
  const child = spawn(process.execPath, [...hostFlags, '--no-warnings', programFile('attacks'), mode], {
    cwd: packageFolder, stdio: ['pipe', 'pipe', 'ignore']
  })
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify(attacks))
  let next = first
  let rest = ''
  let patience = setTimeout(() => child.kill('SIGKILL'), attacks.length > 1 ? PATIENCE : PATIENCE_ALONE)
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    patience = patience.refresh()
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) seen[next++] = JSON.parse(line)
  })
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)))
  clearTimeout(patience)
  // One that ended for another reason than that it had to be a new one is an attack that ended it.
  const isOver = next > first && status === 0 && signal === null
  if (!isOver && next < first + attacks.length) seen[next++] = {
    callsInLoading: 0, calls: 0, lines: [`ended with ${status ?? signal}`]
  }
  return next
}
