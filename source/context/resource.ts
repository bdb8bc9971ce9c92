import { executionAsyncResource } from 'node:async_hooks'
import type { AnyFunction, BoundStores, Store } from '../types.js'
import { NO_PLACE, readAt, setAt } from './access-sites.js'
import { makeResourceIsolate } from './isolate-in-resource.js'
import { enterIn, leaveIn } from './known-in-resource.js'
import { isStillSo, knownStores } from './known-stores.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { makeResourceRecords } from './resource-records.js'
import { findValues, type ResourceStore, storagesHaveDefaults, type Values } from './resource-values.js'
import { soleStoreOf } from './sole-store.js'
import { NOTHING, top } from './undo-stack.js'
import { type Entered, type EnteredStores, forget, isSeveral, remember } from './undo.js'
import type { ContextWay, EnteredStore } from './way.js'

/**
 * The way of hosts that build AsyncLocalStorage on async_hooks: the values are properties of the current resource, which
 * is looked up once for all stores of a trace, where the public methods look it up three times for each.
 *
 * @param storage the one to find out by where the values are
 * @returns `undefined` where they are kept elsewhere
 */
export function makeResourceWay(storage: ResourceStore): ContextWay | undefined {
  const found = findValues(storage)
  if (found === undefined) return undefined
  const valuesOf = found
  const defaults = storagesHaveDefaults()

  /** What a store gives for what is held for it. */
  const currentOf = (store: ResourceStore, held: unknown): unknown =>
    store.enabled && (held !== undefined || !defaults) ? held : store.getStore()

  const enterByRecord = makeResourceRecords(valuesOf, currentOf, defaults)

  class EnteredInResource implements EnteredStore {
    readonly #store: ResourceStore
    readonly #prior: unknown

    constructor(store: ResourceStore, value: unknown) {
      const values = valuesOf(executionAsyncResource())
      this.#store = store
      this.#prior = currentOf(store, readAt(NO_PLACE, values, store.kResourceStore))
      setAt(NO_PLACE, values, store, value)
    }

    leave(): void {
      // A scope may be open for long: someone may have patched the storage meanwhile.
      if (isPlain(this.#store)) setAt(NO_PLACE, valuesOf(executionAsyncResource()), this.#store, this.#prior)
      else this.#store.enterWith(this.#prior)
    }
  }

  /** Enters a message in the only store of a channel. */
  const enterSole = (store: ResourceStore, message: unknown, manner: Manner): Entered => {
    const values = valuesOf(executionAsyncResource())
    const held = values[store.kResourceStore]
    const current = currentOf(store, held)
    const byRun = manner === 'run'
    if (byRun && Object.is(current, message)) return NOTHING
    if (byRun) remember(store, undefined, held, BY_RUN, top)
    else remember(store, undefined, current, BY_SCOPE, top)
    if (!store.enabled) store._enable()
    values[store.kResourceStore] = message
    return values
  }

  /** Enters the message in stores of which is known what they had. `null` if it is not. */
  const enterKnown = (stores: BoundStores, message: unknown, manner: Manner): Values | null => {
    const known = knownStores(stores, message)
    if (known === undefined || !isStillSo(known, stores)) return null
    const values = valuesOf(executionAsyncResource())
    if (!enterIn(values, known as readonly ResourceStore[], message)) return null
    remember(known, undefined, undefined, manner === 'run' ? BY_RUN : BY_SCOPE, top)
    return values
  }

  return {
    name: 'resource',

    enter(stores: BoundStores, message: unknown, manner: Manner): Entered {
      const sole = soleStoreOf(stores)
      if (sole !== undefined) return enterSole(sole as ResourceStore, message, manner)
      return enterKnown(stores, message, manner) ?? enterByRecord(stores, message, manner)
    },

    leaveUnrecorded(entered: Values, stores: EnteredStores, _outer: undefined, prior: unknown, size: number): void {
      forget()
      const byScope = size === BY_SCOPE
      if (isSeveral(stores)) {
        leaveIn(entered, stores as readonly ResourceStore[], byScope)
        return
      }
      const store = stores as ResourceStore
      if (byScope && !store.enabled) store._enable()
      entered[store.kResourceStore] = prior
    },

    enterByRecord,

    enterOne: (store: Store, value: unknown) => new EnteredInResource(store as ResourceStore, value),

    isolate(fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      this.isolate = makeResourceIsolate(valuesOf)
      return this.isolate(fn, thisArg, ...args)
    }
  }
}

// Resources show no size of their values: what stores that were entered without a record are left by is the manner.
const BY_RUN = 0
const BY_SCOPE = 1
