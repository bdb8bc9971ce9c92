import t from 'tap'
import { runProgram } from './support/run-program.js'

// What a traced function returns may run something each time that its `then` is called. So a trace calls none: whoever listens,
// a program sees the same runs, results, rejections and microtasks, and the trace hears what the first consumer hears.

interface Cell { readonly seen: readonly string[], readonly events: readonly string[] }

const cells: Readonly<Record<string, Readonly<Record<string, Cell>>>> = runProgram('thenables')

for (const [name, { 'not traced': unwatched, ...traced }] of Object.entries(cells)) {
  t.test(name, async (t) => {
    for (const [mode, { seen, events }] of Object.entries(traced)) {
      t.same(seen, unwatched!.seen, mode)
      if (mode.endsWith('heard')) t.same(events, expectedEvents(name, unwatched!.seen), `${mode}: events`)
    }
  })
}

/** The events of a thenable with some outcome for its first consumer. */
function expectedEvents(name: string, seen: readonly string[]): string[] {
  const [kind, way] = [name.slice(0, name.lastIndexOf(', ')), name.slice(name.lastIndexOf(', ') + 2)]
  // A value, as it can't be changed.
  if (/^(frozen|a proxy that makes methods up)$/.test(kind)) return ['start', 'end gave a result']
  if (!isConsumed(kind, way, seen)) return ['start', 'end']
  return fails(kind) ? ['start', 'end', 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure']
    : ['start', 'end', 'asyncStart gave a result', 'asyncEnd gave a result']
}

const fails = (kind: string): boolean => /fails|throws|rejected/.test(kind)

function isConsumed(kind: string, way: string, seen: readonly string[]): boolean {
  if (way === 'dropped' || kind === 'never') return false
  // These have no such methods.
  if (/^(catch|finally)/.test(way)) return /builder|subclass|realm|proxy/.test(kind) && !(kind.includes('builder') && way.startsWith('finally'))
  // A clone is another object.
  if (way === 'another that it makes') return !/builder|proxy/.test(kind)
  // `await` goes past it.
  return !(kind === 'a promise with a then of its own' && !/^then/.test(way)) && seen.length > 0
}
