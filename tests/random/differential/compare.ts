import { play, type Outcome } from './play.js'
import type { Sequence } from './sequence.js'
import type { InstalledTracer } from './tracers.js'

// One difference is accepted, of the way `frame` alone. `storage.disable()` takes the storage out of the current
// AsyncContextFrame in place; everything else makes a new frame. A trace of Node's leaves each store with a copy of the
// frame, so what comes after the trace and what was captured before it hold two frames; `frame` makes the outer frame
// current again, so they hold one, and a `disable()` by one of them is seen by the other. (In Node it depends on
// whether the trace had any stores to enter, so nobody can rely on it.) Leaving with a copy would cost what the way
// saves.
//
// So each `disable()` writes down who else holds the very frame that it is called in. Where more do than with the
// host's own methods, that one `disable()` is left out, and the sequence run again.

/** What became of a sequence. */
export interface Comparison {
  readonly expected: readonly string[]
  readonly actual: readonly string[]
  /** How many times `disable()` was left out. */
  readonly leftOut: number
}

/** Runs a sequence with both tracers. */
export async function compare(
  oracle: InstalledTracer, subject: InstalledTracer, sequence: Sequence
): Promise<Comparison> {
  const leftOut = new Set<number>()
  while (true) {
    const expected = await play(oracle, sequence, leftOut)
    const actual = await play(subject, sequence, leftOut)
    const shared = findSharedByMore(expected, actual, leftOut)
    if (shared < 0) return { expected: expected.log, actual: actual.log, leftOut: leftOut.size }
    leftOut.add(shared)
  }
}

export function isSame({ expected, actual }: Comparison): boolean {
  return expected.join('\n') === actual.join('\n')
}

function findSharedByMore(expected: Outcome, actual: Outcome, leftOut: ReadonlySet<number>): number {
  return actual.sharedBy.findIndex((holders, number) => {
    const usual = expected.sharedBy[number]
    return !leftOut.has(number) && usual !== undefined && usual.length < holders.length &&
      usual.every((holder) => holders.includes(holder))
  })
}
