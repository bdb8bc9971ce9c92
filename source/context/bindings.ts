import { append, newWeakMap } from '../primordials.js'
import type { BoundStores, Store } from '../types.js'
import { isNative, isReadNatively } from './native-store.js'

/**
 * What is bound to a channel, as lists: found out once, and compared with what is bound in each trace. A walk over the
 * map with calls in between took twice as long.
 */
export interface Bindings {
  readonly stores: readonly Store[]
  readonly transforms: readonly unknown[]
  /** Whether there are no transforms, and all stores are read natively: nobody looks on while they are entered. */
  readonly isSimple: boolean
  /**
   * Whether the stores were seen to give `undefined` where they have no value. Where they have none again, a trace
   * enters them without asking, and leaves them without a record of it: that took a quarter to a third of its time.
   */
  giveUndefined: boolean
}

// A store that was unbound stays in the list until the next trace of the channel.
const known = newWeakMap<BoundStores, Bindings>()

/** The bindings of a channel, or `undefined` when one of the stores is not native. */
export function bindingsOf(stores: BoundStores): Bindings | undefined {
  const bindings = known.get(stores)
  return bindings !== undefined && areStill(bindings, stores) ? bindings : findBindings(stores)
}

function findBindings(stores: BoundStores): Bindings | undefined {
  const list: Store[] = []
  stores.forEach(addTo, list)
  const transforms: unknown[] = []
  let isSimple = true
  // By index, as the iterators of maps and arrays are a program's to change; and in a loop, as captured stores are
  // found out about for each operation, and a closure for each question would be made for it.
  for (let i = 0; i < list.length; i++) {
    const store = list[i]!
    if (!isNative(store)) return undefined
    const transform = stores.get(store)
    append(transforms, transform)
    if (transform !== undefined || !isReadNatively(store)) isSimple = false
  }
  const bindings = { stores: list, transforms, isSimple, giveUndefined: false }
  known.set(stores, bindings)
  return bindings
}

function addTo(this: Store[], _transform: unknown, store: Store): void {
  append(this, store)
}

/** Whether bindings are those of now, and hold what is said of them. */
function areStill(bindings: Bindings, stores: BoundStores): boolean {
  const before = differences
  place = 0
  stores.forEach(compare, bindings)
  return differences === before && place === bindings.stores.length
}

// Counted on, never reset: a store may have getters, and those may trace.
let differences = 0
let place = 0

// A fixed function: `for…of` makes an iterator, and an array for each store.
function compare(this: Bindings, transform: unknown, store: Store): void {
  const i = place++
  if (this.stores[i] !== store || this.transforms[i] !== transform || !isNative(store)) differences++
  else if (this.isSimple && !isReadNatively(store)) differences++
}

/**
 * Whether all stores of a channel are native by what was found out once, whatever order they are bound in, and someone
 * looks on while they are entered. It takes less than to compare the lists.
 */
export function areNative(stores: BoundStores): boolean {
  const bindings = known.get(stores)
  if (bindings === undefined || bindings.isSimple) return false
  const { stores: list } = bindings
  if (stores.size !== list.length) return false
  for (let i = 0; i < list.length; i++) {
    const store = list[i]!
    if (!isNative(store) || !stores.has(store)) return false
  }
  return true
}
