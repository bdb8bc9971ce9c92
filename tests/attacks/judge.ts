import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../support/run-program.js'
import type { Attack, Mode, Seen } from './processes.js'

/** Everything that was seen of the attacks by one who traces. */
export interface Run {
  /** With nothing replaced. */
  readonly unmoved: Seen
  readonly seen: readonly Seen[]
}

/** Classes whose methods and getters it takes all, by walking them. */
const WALKED = /^(get )?(WeakMap|WeakSet|Map)\.prototype\b/
/** Where the package takes what it needs for later, without calling it; comments are no code. */
const TAKING = ['primordials.ts', 'host/async-hooks.ts', 'trace/promise.ts']
const taken = TAKING.map((file) =>
  readFileSync(join(packageFolder, 'source', file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')).join()

/** Which of the attacks show that it is not the host that traces: by the path, what differs. */
export function differences(mode: Mode, attacks: readonly Attack[], stock: Run, ours: Run): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [nth, [path, stub]] of attacks.entries()) {
    const difference = compare(mode, attacks[nth]!, stock, ours, nth)
    if (difference !== undefined) found.set(path, [...found.get(path) ?? [], `${stub}: ${difference}`])
  }
  return found
}

function compare(mode: Mode, attack: Attack, stock: Run, ours: Run, nth: number): string | undefined {
  const seen = ours.seen[nth]!
  if (mode.endsWith('before') && isTakenWhenLoaded(attack, seen)) return undefined
  let expected = stock.seen[nth]!
  if (mode.startsWith('api')) {
    // The API is not the host of every version: it is not moved by what does not move the host.
    if (expected.calls || !isSame(expected.lines, stock.unmoved.lines)) return undefined
    expected = ours.unmoved
  }
  const line = seen.lines.findIndex((line, nth) => line !== expected.lines[nth])
  if (line >= 0 || seen.lines.length !== expected.lines.length)
    return `${expected.lines[line]} became ${seen.lines[line]}`
  // What stood there when the package was loaded is called by it.
  if (!mode.endsWith('before') && seen.calls !== expected.calls) return `${expected.calls} calls became ${seen.calls}`
  return undefined
}

/**
 * Whether a function that fails is one that loading calls, or takes for later. One that only passes on is never
 * excused.
 */
function isTakenWhenLoaded([path, stub]: Attack, { callsInLoading, lines }: Seen): boolean {
  if (stub === 'passes on') return false
  const name = /(\w+)\]?$/.exec(path)?.[1]
  return callsInLoading > 0 || WALKED.test(path) || lines[0]!.startsWith('not loaded') ||
    (name !== undefined && new RegExp(`\\b${name}\\b`).test(taken))
}

/** Whether the same was seen, line by line. */
export function isSame(lines: readonly string[], others: readonly string[]): boolean {
  return lines.length === others.length && lines.every((line, nth) => line === others[nth])
}
