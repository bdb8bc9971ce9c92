import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks'
import type { BoundStores, Store } from '../../types.js'
import { apart } from '../apart.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { enterStranger, leaveStranger, type Failure } from './stranger.js'
import { drop, NOT_ENTERED, push, pushPlainPairs, reversePairs, SIMPLE, slots, STRANGE, top, type Leave } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
import type { ContextWay, EnteredStore } from './way.js'

/** What AsyncLocalStorage keeps of itself on a host that builds it on async_hooks. */
interface ResourceStore extends Store {
  /** The key of its value. */
  readonly kResourceStore: symbol
  readonly enabled: boolean
  _enable(): void
}

/** Where the values of a resource are kept. */
type Values = Record<symbol, unknown>

/**
 * The way of hosts that build AsyncLocalStorage on async_hooks: the values are properties of the current resource, which
 * is looked up once for all stores of a trace, where the public methods look it up three times for each.
 *
 * @returns `undefined` where the values are kept elsewhere
 */
export function makeResourceWay(): ContextWay | undefined {
  const found = findValues()
  if (found === undefined) return undefined
  const valuesOf = found
  const defaults = storagesHaveDefaults()

  const set = (store: ResourceStore, values: Values, value: unknown): void => {
    if (!store.enabled) store._enable()
    values[store.kResourceStore] = value
  }

  /** Enters a value in the store of the pair at `index`. */
  const enterPair = (index: number, values: Values, value: unknown, manner: Manner): void => {
    const store: ResourceStore = slots[index]
    const key = store.kResourceStore
    const held = values[key]
    const current = store.enabled && (held !== undefined || !defaults) ? held : store.getStore()
    if (manner === 'run' && Object.is(current, value)) {
      slots[index] = undefined
      return
    }
    // `run` puts back what was on the resource, even if the store was disabled; a scope what the store gave.
    slots[index + 1] = manner === 'run' ? held : current
    if (!store.enabled) store._enable()
    values[key] = value
  }

  // `run` leaves its stores where it entered them.
  const leaveRun: Leave = (mark) => {
    const values: Values = slots[top - 2]
    for (let i = top - 4; i >= mark; i -= 2) {
      const store: ResourceStore | undefined = slots[i]
      if (store !== undefined) values[store.kResourceStore] = slots[i + 1]
    }
    drop(mark)
  }

  // A scope enters the old value, in what is then current: for a call that is where it was entered.
  const leaveScope: Leave = (mark, detached) => {
    const values: Values = detached ? valuesOf(executionAsyncResource()) : slots[top - 2]
    let failure: Failure | undefined
    for (let i = top - 4; i >= mark; i -= 2) {
      const store: ResourceStore | undefined = slots[i]
      if (store === undefined) continue
      if (isPlain(store)) set(store, values, slots[i + 1])
      else failure = leaveStranger(i) ?? failure
    }
    drop(mark)
    if (failure !== undefined) throw failure.error
  }

  class EnteredInResource implements EnteredStore {
    readonly #store: ResourceStore
    readonly #prior: unknown

    constructor(store: ResourceStore, value: unknown) {
      this.#store = store
      this.#prior = store.getStore()
      set(store, valuesOf(executionAsyncResource()), value)
    }

    leave(): void {
      // A scope may be open for long: someone may have patched the storage meanwhile.
      if (isPlain(this.#store)) set(this.#store, valuesOf(executionAsyncResource()), this.#prior)
      else this.#store.enterWith(this.#prior)
    }
  }

  const enterEach = (mark: number, values: Values, stores: BoundStores, message: unknown, manner: Manner): void => {
    if (manner === 'run') reversePairs(mark)
    for (let i = mark; i < top; i += 2) {
      const value = valueAt(mark, i, stores, message, manner)
      if (value === NO_VALUE) continue
      if (isPlain(slots[i])) enterPair(i, values, value, manner)
      else enterStranger(i, value, manner)
    }
  }

  return {
    name: 'resource',

    enter(stores: BoundStores, message: unknown, manner: Manner): number {
      const mark = top
      const met = pushPlainPairs(stores)
      if (met === STRANGE) return NOT_ENTERED
      const values = valuesOf(executionAsyncResource())
      if (met === SIMPLE) {
        for (let i = mark; i < top; i += 2) enterPair(i, values, message, manner)
      } else {
        enterEach(mark, values, stores, message, manner)
      }
      push(values)
      push(manner === 'run' ? leaveRun : leaveScope)
      return mark
    },

    enterOne: (store: Store, value: unknown) => new EnteredInResource(store as ResourceStore, value)
  }
}

/** How to get from a resource to the values: they are its own properties (20, 22), or those of one object that it has. */
function findValues(): ((resource: any) => Values) | undefined {
  return apart((newStorage) => {
    const storage = newStorage() as AsyncLocalStorage<unknown> & Partial<ResourceStore>
    const key = storage.kResourceStore
    const value = {}
    return storage.run(value, () => {
      if (typeof key !== 'symbol' || typeof storage._enable !== 'function' || storage.enabled !== true) return undefined
      const resource: any = executionAsyncResource()
      if (resource[key] === value) return (resource) => resource
      const symbol = Object.getOwnPropertySymbols(resource).find((symbol) => resource[symbol]?.[key] === value)
      return symbol && ((resource) => resource[symbol] ??= { __proto__: null })
    })
  })
}

/** Whether a storage without a value may give another one than `undefined`. */
function storagesHaveDefaults(): boolean {
  const storage = new (AsyncLocalStorage as any)({ defaultValue: 1 })
  const has = storage.getStore() === 1
  storage.disable()
  return has
}
