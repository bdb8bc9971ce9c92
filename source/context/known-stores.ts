import type { BoundStores, Store } from '../types.js'
import { isPlain } from './plain.js'
import { pairsOf, slots, top } from './undo-stack.js'

// Stores of channels of which is known that they are plain, have no transform, and give `undefined` where they have no value.
// Where they have none, a trace can enter them without asking for what they had, and leave them without a record of it: that
// took a quarter to a third of its time.

// A store that was unbound stays in the list until the next trace of the channel.
const lists = new WeakMap<BoundStores, readonly Store[]>()

/**
 * The stores of a channel, if that was known of them; {@link isStillSo} tells whether it holds. Not for `undefined`: that is what
 * they have without a value, and `run` does not enter the same again.
 */
export function knownStores(stores: BoundStores, message: unknown): readonly Store[] | undefined {
  return message === undefined ? undefined : lists.get(stores)
}

/** Whether a list has just the stores that are bound now, and what is known of them holds. */
export function isStillSo(known: readonly Store[], stores: BoundStores): boolean {
  const before = differences
  place = 0
  stores.forEach(compare, known)
  if (differences === before && known.length === stores.size) return true
  lists.delete(stores)
  return false
}

// Counted on, never reset: a store may have getters by now, and those may trace.
let differences = 0
let place = 0

// A fixed function: `for…of` makes an iterator.
function compare(this: readonly Store[], transform: unknown, store: Store): void {
  if (this[place++] !== store || transform !== undefined || !isPlain(store)) differences++
}

/**
 * Learns that of stores without a value, plain and without transforms, that have just been asked for it: they are in the
 * pairs of the record at `mark`, with what they gave.
 */
export function learnFrom(mark: number, stores: BoundStores): void {
  if (lists.has(stores)) return
  const known: Store[] = []
  for (let i = pairsOf(mark); i < top; i += 2) {
    if (slots[i] === undefined || slots[i + 1] !== undefined) return
    known.push(slots[i])
  }
  lists.set(stores, known)
}
