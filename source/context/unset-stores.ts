import type { BoundStores, Store } from '../types.js'
import { isNative, isReadNatively } from './native-store.js'

// Stores of channels of which is known that they are native, have no transform, and give `undefined` where they have no value.
// Where they have none, a trace can enter them without asking for what they had, and leave them without a record of it: that
// took a quarter to a third of its time.

// A store that was unbound stays in the list until the next trace of the channel.
const lists = new WeakMap<BoundStores, readonly Store[]>()

/**
 * The stores of a channel, if that was learned of them and still holds; whether they have a value now is up to the caller.
 * Not for the message `undefined`: that is what they have without a value, and `run` does not enter the same again.
 */
export function unsetStores(stores: BoundStores, message: unknown): readonly Store[] | undefined {
  if (message === undefined) return undefined
  const list = lists.get(stores)
  if (list === undefined) return undefined
  const before = differences
  place = 0
  stores.forEach(compare, list)
  if (differences === before && list.length === stores.size) return list
  lists.delete(stores)
  return undefined
}

/** Notes that the stores of a channel, without transforms and read natively, have just been found to have no value. */
export function learnUnset(stores: BoundStores): void {
  if (!lists.has(stores)) lists.set(stores, [...stores.keys()])
}

/** Whether no store of a channel has a transform, and all of them are read natively. */
export function areSimple(stores: BoundStores): boolean {
  const before = differences
  stores.forEach(countOthers)
  return differences === before
}

// Counted on, never reset: a store may have getters, and those may trace.
let differences = 0
let place = 0

// Fixed functions: `for…of` makes an iterator.

function compare(this: readonly Store[], transform: unknown, store: Store): void {
  if (this[place++] !== store || transform !== undefined || !isNative(store) || !isReadNatively(store)) differences++
}

function countOthers(transform: unknown, store: Store): void {
  if (transform !== undefined || !isReadNatively(store)) differences++
}
