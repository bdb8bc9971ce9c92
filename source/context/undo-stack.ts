import type { BoundStores, Store } from '../types.js'
import { isPlain } from './plain.js'

// Where entered stores are remembered until they are left: one array for all traces, because a trace that is a call is
// left before the one around it, and a record of its own would cost each call an object per store. What takes no record:
// see `undo.ts`.
//
// A record starts at its mark with the index where it ends. From there a pair `store, undo` for each store follows in the
// order of entering; the store is `undefined` when it was not entered. Then comes what the way into the context needs to
// leave them, and last the function that does.
//
// Above a record there may be others that nobody leaves: V8 runs no `finally` when a script has used up its time, and one
// may fail where the stack is full. They go when who was there before them leaves.

/** The records, from 0 to {@link top}. */
export const slots: any[] = []

/** The index of the first free slot: the mark of the next record. */
export let top = 0

/**
 * Leaves the stores of the record that starts at `mark`, the one on top, and {@link drop}s it. `detached`: it was off the
 * stack in between, and so may be left in another place than the one it was entered in.
 */
export type Leave = (mark: number, detached: boolean) => void

/** Instead of a mark: there were no stores to enter. */
export const NOTHING = -3

/** What {@link pushPairs} has met: only plain stores without a transform, plain stores, or others too. */
export type Met = typeof SIMPLE | typeof PLAIN | typeof STRANGE
export const SIMPLE = 0
export const PLAIN = 1
export const STRANGE = 2

/** Begins a record, and gives its mark. */
export function begin(): number {
  slots[top] = UNFINISHED
  return top++
}

const UNFINISHED = 0

/** Ends the record that was begun at `mark`, which is on top, with the function that leaves its stores. */
export function finish(mark: number, leave: Leave): void {
  push(leave)
  slots[mark] = top
}

/** The same, with the three values that the function takes. */
export function finishWith(mark: number, first: unknown, second: unknown, third: number, leave: Leave): void {
  const next = top
  slots[next] = first
  slots[next + 1] = second
  slots[next + 2] = third
  slots[next + 3] = leave
  slots[mark] = top = next + 4
}

/** Leaves the stores of the record on top that have been entered so far, those of the pairs before `next`. */
export function abandon(mark: number, next: number, leave: Leave): void {
  drop(next)
  finish(mark, leave)
  leave(mark, false)
}

/** Where the pairs of the record at `mark` begin. */
export function pairsOf(mark: number): number {
  return mark + 1
}

/** Begins a record with a pair `store, transform` for each of `stores`, in their order. */
export function pushPairs(stores: BoundStores): Met {
  const mark = begin()
  const strangersBefore = strangers
  const transformsBefore = transforms
  // A fixed function: a `for…of` over the map costs some 300 bytes a call.
  try {
    stores.forEach(pushBound)
  } catch (error) {
    // A getter of a store threw.
    drop(mark)
    throw error
  }
  return strangers !== strangersBefore ? STRANGE : transforms !== transformsBefore ? PLAIN : SIMPLE
}

/** The same, but with nothing pushed where there are others than plain stores. */
export function pushPlainPairs(stores: BoundStores): Met {
  const mark = top
  const met = pushPairs(stores)
  if (met === STRANGE) drop(mark)
  return met
}

// Counted on, never reset: a store may have getters, and those may trace.
let strangers = 0
let transforms = 0

function pushBound(transform: unknown, store: Store): void {
  if (!isPlain(store)) strangers++
  if (transform !== undefined) transforms++
  pushPair(store, transform)
}

/** Adds a pair to the record on top. */
export function pushPair(store: unknown, other: unknown): void {
  const next = top
  slots[next] = store
  slots[next + 1] = other
  top = next + 2
}

/** Takes the last value off the record on top. */
export function pop(): any {
  const value = slots[--top]
  slots[top] = undefined
  return value
}

/** Adds one value to the record on top. */
export function push(value: unknown): void {
  slots[top++] = value
}

/** Adds a pair for each of `stores` that the record on top, of nothing but pairs as yet, has none for. */
export function pushNewPairs(mark: number, stores: BoundStores): void {
  const known = new Set(slots.slice(pairsOf(mark), top))
  stores.forEach((transform, store) => {
    if (!known.has(store)) pushBound(transform, store)
  })
}

/** Turns the order of the pairs round, in a record of nothing but pairs as yet. */
export function reversePairs(mark: number): void {
  for (let low = pairsOf(mark), high = top - 2; low < high; low += 2, high -= 2) {
    const store = slots[low]
    const value = slots[low + 1]
    slots[low] = slots[high]
    slots[low + 1] = slots[high + 1]
    slots[high] = store
    slots[high + 1] = value
  }
}

/** Leaves the stores of the record at `mark`. */
export function leaveRecord(mark: number): void {
  if (mark === NOTHING) return
  const end: number = slots[mark]
  if (top !== end) drop(end)
  ;(slots[end - 1] as Leave)(mark, false)
}

/** Forgets all from `mark` on. The slots are emptied: nothing may be held alive by a trace that is over. */
export function drop(mark: number): void {
  let i = top
  // Four in each turn of the loop: in each V8 checks the array anew.
  for (; i > mark + 3; i -= 4) slots[i - 1] = slots[i - 2] = slots[i - 3] = slots[i - 4] = undefined
  while (i > mark) slots[--i] = undefined
  top = mark
}

/** Takes the record at `mark` off the stack, for a scope that may be left out of order. */
export function detach(mark: number): unknown[] {
  const record = slots.slice(mark, top)
  drop(mark)
  return record
}

/** Leaves the stores of a detached record. */
export function leaveDetached(record: readonly unknown[]): void {
  const mark = top
  for (let i = 0; i < record.length; i++) push(record[i])
  slots[mark] = top
  ;(slots[top - 1] as Leave)(mark, true)
}
