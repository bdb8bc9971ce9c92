import type { BoundStores, Store } from '../../types.js'

/**
 * Where entered stores are remembered until they are left: one array for all traces, because a trace that is a call is
 * left before the one around it, and a record of its own would cost each call an object per store.
 *
 * A record starts at its mark and is `[leave, count, store, undo, store, undo, …]`: the function that takes the record
 * back, the number of pairs, and a pair for each store in the order of entering. The store of a pair is `undefined`
 * when it was not entered.
 */
export interface UndoStack {
  readonly slots: any[]
  /** The index of the first free slot: the mark of the next record. */
  top: number
}

/** Takes back the record that starts at `mark`; the record itself stays for {@link drop}. */
export type Leave = (mark: number) => void

export const undo: UndoStack = { slots: [], top: 0 }

/** Begins a record with a pair `(store, transform)` for each of `stores`, in their order, and gives its mark. */
export function beginRecord(leave: Leave, stores: BoundStores): number {
  const mark = undo.top
  undo.slots[mark] = leave
  undo.slots[mark + 1] = stores.size
  undo.top = mark + 2
  // One fixed function: a `for…of` over the map costs some 300 bytes a call.
  stores.forEach(pushPair)
  return mark
}

/** Begins a record with a pair for one store without a transform. */
export function beginRecordOfOne(leave: Leave, store: unknown): number {
  const mark = undo.top
  undo.slots[mark] = leave
  undo.slots[mark + 1] = 1
  undo.top = mark + 2
  pushPair(undefined, store)
  return mark
}

function pushPair(transform: unknown, store: unknown): void {
  const { slots, top } = undo
  slots[top] = store
  slots[top + 1] = transform
  undo.top = top + 2
}

/** Adds a pair for each of `stores` that the record on top has none for. */
export function pushNewPairs(mark: number, stores: BoundStores): void {
  const { slots } = undo
  const known = new Set(slots.slice(mark + 2, undo.top))
  stores.forEach((transform, store) => {
    if (!known.has(store)) pushPair(transform, store)
  })
  slots[mark + 1] = (undo.top - mark) / 2 - 1
}

/** Turns the order of the pairs of the record on top round. */
export function reversePairs(mark: number): void {
  const { slots } = undo
  for (let low = mark + 2, high = undo.top - 2; low < high; low += 2, high -= 2) {
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
  const { slots, top } = undo
  for (let i = mark + 2; i < top; i += 2) {
    if (!test(slots[i])) return false
  }
  return true
}

/** Takes back the record at `mark`, if there is one, and forgets it. */
export function leave(mark: number): void {
  if (undo.top === mark) return
  try {
    (undo.slots[mark] as Leave)(mark)
  } finally {
    drop(mark)
  }
}

/** Forgets all from `mark` on. The slots are emptied: nothing may be held alive by a trace that is over. */
export function drop(mark: number): void {
  const { slots } = undo
  while (undo.top > mark) slots[--undo.top] = undefined
}

/** Takes the record at `mark` off the stack, for a scope that may be left out of order. */
export function detach(mark: number): unknown[] | undefined {
  if (undo.top === mark) return undefined
  const record = undo.slots.slice(mark, undo.top)
  drop(mark)
  return record
}

/** Takes back a detached record. */
export function leaveDetached(record: readonly unknown[]): void {
  const mark = undo.top
  for (const slot of record) undo.slots[undo.top++] = slot
  leave(mark)
}
