import t from 'tap'
import { runProgram } from '../support/run-program.js'

// What a traced function returns may run something each time that its `then` is called. So a trace calls none: whoever
// listens, a program sees the same runs, results, rejections and microtasks, and the trace hears what the first
// consumer hears.

interface Cell { readonly seen: readonly string[], readonly events: readonly string[] }

const cells: Readonly<Record<
  string, Readonly<Record<string, Readonly<Record<string, Cell>>>>
>> = runProgram('thenables')

for (const [kind, ways] of Object.entries(cells)) {
  t.test(kind, async (t) => {
    for (const [way, { 'not traced': unwatched, ...traced }] of Object.entries(ways)) {
      const expected = expectedEvents(kind, way)
      for (const [mode, { seen, events }] of Object.entries(traced)) {
        t.same(comparable(seen, kind, way), comparable(unwatched!.seen, kind, way), `${way}; ${mode}`)
        t.same(events, mode.endsWith('heard') ? expected : [], `${way}; ${mode}: events`)
      }
    }
  })
}

/**
 * Bun's own `finally` takes another way, and two microtasks more, for another realm's promise with a `then` of its own.
 */
function comparable(seen: readonly string[], kind: string, way: string): readonly string[] {
  const isLate = 'Bun' in globalThis && kind.startsWith('another realm') && way === 'finally(f)'
  return isLate ? seen.filter((line) => !line.startsWith('microtask')) : seen
}

/** The events of a thenable with some outcome for its first consumer. */
function expectedEvents(kind: string, way: string): string[] {
  // A value, as it can't be changed.
  if (/^(frozen|a proxy that (makes methods up|binds methods))$/.test(kind)) return ['start', 'end gave a result']
  if (!isConsumed(kind, way)) return ['start', 'end']
  return /fails|throws|rejected/.test(kind) ? [
    'start', 'end', 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure'
  ]
    : ['start', 'end', 'asyncStart gave a result', 'asyncEnd gave a result']
}

/** Whether somebody calls its `then`, and hears of an outcome. */
function isConsumed(kind: string, way: string): boolean {
  if (way === 'dropped' || kind === 'never') return false
  // A native promise is awaited without its own `then`.
  if (kind === 'a promise with a then of its own') return !/^await|^by its own|^another/.test(way)
  const isBuilder = /^a builder|^a proxy$|^at once/.test(kind)
  // A clone is another object, and its `finally` no `then`; others have neither `catch` nor `finally`.
  if (way === 'another that it makes') return !isBuilder || kind.startsWith('at once')
  if (way === 'finally(f)') return /subclass|realm/.test(kind)
  if (way === 'catch(g)') return /subclass|realm/.test(kind) || isBuilder
  return true
}
