import { executionAsyncResource } from 'node:async_hooks'
import { leaveCustom, type Failure } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { NO_PLACE, setAt, writeAt } from './access-sites.js'
import type { ResourceStore, Values } from './resource-store.js'

/** What puts the old value back in a store that was entered by its own methods. */
export class CustomPrior {
  readonly prior: unknown

  constructor(prior: unknown) {
    this.prior = prior
  }
}

// Style `run` puts its values back where they were, even in a store that was disabled. A scope enters the old values in what is
// then current: for a call that is the resource where it has entered. Entries have plain fields, and nothing that they inherit
// from: with private fields, or a class in common, making one took 30 ns more.

/** The entries on resources: of one store, of stores that had no value, and of any. */
export interface ResourceEntries {
  readonly SingleEntry: new (values: Values, byScope: boolean, store: ResourceStore, prior: unknown) => Entry
  readonly UnsetEntry: new (values: Values, byScope: boolean, stores: readonly ResourceStore[]) => Entry
  /** `pairs`: `store, prior` of each store, in the order of entering, `count` values in all. */
  readonly EachEntry: new (values: Values, byScope: boolean, pairs: readonly unknown[], count: number) => Entry
}

export function makeResourceEntries(valuesOf: (resource: object) => Values): ResourceEntries {
  class SingleEntry implements Entry {
    readonly values: Values
    readonly byScope: boolean
    readonly store: ResourceStore
    readonly prior: unknown

    constructor(values: Values, byScope: boolean, store: ResourceStore, prior: unknown) {
      this.values = values
      this.byScope = byScope
      this.store = store
      this.prior = prior
    }

    leave(): void {
      const { store } = this
      if (this.byScope && !store.enabled) store._enable()
      this.values[store.kResourceStore] = this.prior
    }

    leaveScope(): void {
      const { store, prior } = this
      // A scope may be open for long: someone may have patched the store meanwhile.
      if (isNative(store)) setAt(NO_PLACE, valuesOf(executionAsyncResource()), store, prior)
      else store.enterWith(prior)
    }
  }

  class UnsetEntry implements Entry {
    readonly values: Values
    readonly byScope: boolean
    readonly stores: readonly ResourceStore[]

    constructor(values: Values, byScope: boolean, stores: readonly ResourceStore[]) {
      this.values = values
      this.byScope = byScope
      this.stores = stores
    }

    leave(): void {
      const { values, byScope, stores } = this
      for (let i = stores.length - 1; i >= 0; i--) {
        const store = stores[i]!
        if (byScope && !store.enabled) store._enable()
        writeAt(i, values, store.kResourceStore, undefined)
      }
    }

    leaveScope(): void {
      const { stores } = this
      const values = valuesOf(executionAsyncResource())
      for (let i = stores.length - 1; i >= 0; i--) {
        const store = stores[i]!
        if (isNative(store)) setAt(i, values, store, undefined)
        else store.enterWith(undefined)
      }
    }
  }

  class EachEntry implements Entry {
    readonly values: Values
    readonly byScope: boolean
    readonly pairs: readonly unknown[]
    readonly count: number

    constructor(values: Values, byScope: boolean, pairs: readonly unknown[], count: number) {
      this.values = values
      this.byScope = byScope
      this.pairs = pairs
      this.count = count
    }

    leave(): void {
      putBackEach(this.pairs, this.count, this.values, this.byScope)
    }

    leaveScope(): void {
      putBackEach(this.pairs, this.count, valuesOf(executionAsyncResource()), true)
    }
  }

  return { SingleEntry, UnsetEntry, EachEntry }
}

/** The last one first: what was held on the resource, even if the store was disabled, or, for a scope, what the store gave. */
function putBackEach(pairs: readonly unknown[], count: number, values: Values, byScope: boolean): void {
  let failure: Failure | undefined
  for (let i = count - 2; i >= 0; i -= 2) {
    const store = pairs[i] as ResourceStore
    const prior = pairs[i + 1]
    if (prior instanceof CustomPrior) failure = leaveCustom(store, prior.prior) ?? failure
    else if (!byScope) writeAt(i >> 1, values, store.kResourceStore, prior)
    else if (isNative(store)) setAt(i >> 1, values, store, prior)
    else failure = leaveCustom(store, prior) ?? failure
  }
  if (failure !== undefined) throw failure.error
}
