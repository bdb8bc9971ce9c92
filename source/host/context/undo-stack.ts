import type { BoundStores, Store } from '../../types.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'

// Where entered stores are remembered until they are left: one array for all traces, because a trace that is a call is
// left before the one around it, and a record of its own would cost each call an object per store.
//
// A record starts at its mark and is `[leave, count, store, undo, store, undo, …]`: the function that takes the record
// back, the number of pairs, and a pair for each store in the order of entering; then what the way into the context adds.
// The store of a pair is `undefined` when it was not entered.

/** The records, from 0 to {@link top}. */
export const slots: any[] = []

/** The index of the first free slot: the mark of the next record. */
export let top = 0

/**
 * Takes back the record that starts at `mark`, the one on top, and {@link drop}s it. `detached`: it was off the stack in
 * between, and so may be left in another place than the one it was entered in.
 */
export type Leave = (mark: number, detached: boolean) => void

/** Instead of a mark: the stores were not entered, and can't be in the way that was asked for. */
export const NOT_ENTERED = -1

/** Begins a record with a pair `(store, transform)` for each of `stores`, in their order, and gives its mark. */
export function beginRecord(leave: Leave, stores: BoundStores): number {
  const mark = beginPairs(leave, stores.size)
  // A fixed function: a `for…of` over the map costs some 300 bytes a call.
  stores.forEach(pushPair)
  return mark
}

/** The same in the order of a manner, if all of `stores` are plain; otherwise nothing, and {@link NOT_ENTERED}. */
export function beginPlainRecord(leave: Leave, stores: BoundStores, manner: Manner): number {
  const before = strangers
  const mark = beginPairs(leave, stores.size)
  stores.forEach(pushPlainPair)
  if (before !== strangers) {
    drop(mark)
    return NOT_ENTERED
  }
  if (manner === 'run') reversePairs(mark)
  return mark
}

/** Begins a record of one store, whose undo is known. */
export function beginRecordOfOne(leave: Leave, store: Store, undo: unknown): number {
  const mark = beginPairs(leave, 1)
  pushPair(undo, store)
  return mark
}

/** Adds what a way needs to leave the record on top. */
export function push(value: unknown): void {
  slots[top++] = value
}

/** Adds a pair for each of `stores` that the record on top has none for. */
export function pushNewPairs(mark: number, stores: BoundStores): void {
  const known = new Set(slots.slice(mark + 2, top))
  stores.forEach((transform, store) => {
    if (!known.has(store)) pushPair(transform, store)
  })
  slots[mark + 1] = (top - mark) / 2 - 1
}

/** Turns the order of the pairs of the record on top round. */
function reversePairs(mark: number): void {
  for (let low = mark + 2, high = top - 2; low < high; low += 2, high -= 2) {
    const store = slots[low]
    const value = slots[low + 1]
    slots[low] = slots[high]
    slots[low + 1] = slots[high + 1]
    slots[high] = store
    slots[high + 1] = value
  }
}

/** Whether `test` holds for every store of the record on top. */
export function everyStore(mark: number, test: (store: Store) => boolean): boolean {
  for (let i = mark + 2; i < top; i += 2) {
    if (!test(slots[i])) return false
  }
  return true
}

/** Takes back the record at `mark`, if there is one. */
export function leave(mark: number): void {
  if (top !== mark) (slots[mark] as Leave)(mark, false)
}

/** Forgets all from `mark` on. The slots are emptied: nothing may be held alive by a trace that is over. */
export function drop(mark: number): void {
  while (top > mark) slots[--top] = undefined
}

/** Takes the record at `mark` off the stack, for a scope that may be left out of order. */
export function detach(mark: number): unknown[] | undefined {
  if (top === mark) return undefined
  const record = slots.slice(mark, top)
  drop(mark)
  return record
}

/** Takes back a detached record. */
export function leaveDetached(record: readonly unknown[]): void {
  const mark = top
  for (const slot of record) push(slot)
  ;(slots[mark] as Leave)(mark, true)
}

function beginPairs(leave: Leave, count: number): number {
  const mark = top
  slots[mark] = leave
  slots[mark + 1] = count
  top = mark + 2
  return mark
}

function pushPair(second: unknown, store: Store): void {
  slots[top] = store
  slots[top + 1] = second
  top += 2
}

// Counted on, never reset: a store may have getters, and those may trace.
let strangers = 0

function pushPlainPair(transform: unknown, store: Store): void {
  if (!isPlain(store)) strangers++
  pushPair(transform, store)
}
