import { apart } from '../host/probe.js'
import type { AnyFunction, BoundStores, Store } from '../types.js'
import { storagesUseAsyncHooks } from './async-hooks.js'
import { isolatePortably } from './isolate-portably.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { enterStranger, type Failure, leaveStranger } from './stranger.js'
import { abandon, drop, finish, pairsOf, pushPlainPairs, reversePairs, slots, STRANGE, top } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
import type { ContextWay, EnteredStore } from './way.js'

/** The way that works everywhere: the storage's public `getStore` and `enterWith`. The undo of a store is its prior value. */
export const portable: ContextWay = {
  name: 'portable',

  enter(stores: BoundStores, message: unknown, manner: Manner): number | null {
    return this.enterByRecord(stores, message, manner)
  },

  enterByRecord(stores: BoundStores, message: unknown, manner: Manner): number | null {
    if (manner === 'run' && !RUN_IS_MADE_OF_ENTER_WITH) return null
    const mark = top
    if (pushPlainPairs(stores) === STRANGE) return null
    if (manner === 'run') reversePairs(mark)
    let i = pairsOf(mark)
    try {
      for (; i < top; i += 2) enterAt(i, valueAt(mark, i, stores, message, manner), manner)
    } catch (error) {
      abandon(mark, i, leave)
      throw error
    }
    finish(mark, leave)
    return mark
  },

  enterOne: (store: Store, value: unknown) => new EnteredByMethods(store, value),

  isolate: isolatePortably
}

/** Enters a value in the store of the pair at `index`. */
function enterAt(index: number, value: unknown, manner: Manner): void {
  if (value === NO_VALUE) return
  const store: Store = slots[index]
  if (!isPlain(store)) {
    enterStranger(index, value, manner)
    return
  }
  const prior = store.getStore()
  if (manner === 'run' && Object.is(prior, value)) {
    slots[index] = undefined
  } else {
    store.enterWith(value)
    slots[index + 1] = prior
  }
}

class EnteredByMethods implements EnteredStore {
  readonly #store: Store
  readonly #prior: unknown

  constructor(store: Store, value: unknown) {
    this.#store = store
    this.#prior = store.getStore()
    store.enterWith(value)
  }

  leave(): void {
    this.#store.enterWith(this.#prior)
  }
}

function leave(mark: number): void {
  let failure: Failure | undefined
  for (let i = top - 3; i > mark; i -= 2) {
    if (slots[i] !== undefined) failure = leaveStranger(slots[i], slots[i + 1]) ?? failure
  }
  drop(mark)
  if (failure !== undefined) throw failure.error
}

// Asked at load: agents may put wrappers there later, and the question would call them.
const RUN_IS_MADE_OF_ENTER_WITH = !storagesUseAsyncHooks && runIsMadeOfEnterWith()

/** On hosts with AsyncContextFrame `run` is `getStore` and `enterWith`; with async_hooks it goes past both. */
function runIsMadeOfEnterWith(): boolean {
  return apart((newStorage) => {
    let calls = 0
    const storage = newStorage()
    const enterWith: AnyFunction = storage.enterWith
    // Defined: it can't be assigned to where the prototype is frozen.
    Object.defineProperty(storage, 'enterWith', { value(data: unknown) { calls++; Reflect.apply(enterWith, storage, [data]) } })
    storage.run(1, () => {})
    return calls === 2
  })
}
