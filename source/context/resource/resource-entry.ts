import { executionAsyncResource } from 'node:async_hooks'
import { leaveCustom, type Failure } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { NO_PLACE, setAt, writeAt } from './access-sites.js'
import type { ResourceStore, Values } from './resource-values.js'

/** A store that was entered. */
export interface EnteredStore {
  readonly store: ResourceStore
  /** In style `run` what was held on the resource, even if the store was disabled; for a scope what the store gave. */
  readonly prior: unknown
  /** Its place among the stores of its channel. */
  readonly place: number
  /** The store that was entered before, by the same trace. */
  readonly previous: EnteredStore | undefined
}

/** The entries on resources: by one store, by stores that had no value, and by any. */
export interface ResourceEntries {
  readonly SingleEntry: new (values: Values, byScope: boolean, store: ResourceStore, prior: unknown) => Entry
  readonly UnsetEntry: new (values: Values, byScope: boolean, stores: readonly ResourceStore[]) => Entry
  readonly EachEntry: new (values: Values, byScope: boolean, last: EnteredStore) => Entry
}

export function makeResourceEntries(valuesOf: (resource: object) => Values): ResourceEntries {
  /**
   * Style `run` puts its values back where they were, even in a store that was disabled. A scope enters the old values in what
   * is then current: for a call that is the resource where it has entered.
   */
  abstract class ResourceEntry implements Entry {
    readonly #values: Values
    readonly #byScope: boolean

    constructor(values: Values, byScope: boolean) {
      this.#values = values
      this.#byScope = byScope
    }

    leave(): void {
      if (this.#byScope) this.enterOld(this.#values)
      else this.putBack(this.#values)
    }

    leaveScope(): void {
      this.enterOld(valuesOf(executionAsyncResource()))
    }

    protected abstract putBack(values: Values): void
    protected abstract enterOld(values: Values): void
  }

  class SingleEntry extends ResourceEntry {
    readonly #store: ResourceStore
    readonly #prior: unknown

    constructor(values: Values, byScope: boolean, store: ResourceStore, prior: unknown) {
      super(values, byScope)
      this.#store = store
      this.#prior = prior
    }

    protected override putBack(values: Values): void {
      values[this.#store.kResourceStore] = this.#prior
    }

    protected override enterOld(values: Values): void {
      const store = this.#store
      if (isNative(store)) setAt(NO_PLACE, values, store, this.#prior)
      else store.enterWith(this.#prior)
    }
  }

  class UnsetEntry extends ResourceEntry {
    readonly #stores: readonly ResourceStore[]

    constructor(values: Values, byScope: boolean, stores: readonly ResourceStore[]) {
      super(values, byScope)
      this.#stores = stores
    }

    protected override putBack(values: Values): void {
      const stores = this.#stores
      for (let i = stores.length - 1; i >= 0; i--) writeAt(i, values, stores[i]!.kResourceStore, undefined)
    }

    protected override enterOld(values: Values): void {
      const stores = this.#stores
      for (let i = stores.length - 1; i >= 0; i--) {
        const store = stores[i]!
        if (isNative(store)) setAt(i, values, store, undefined)
        else store.enterWith(undefined)
      }
    }
  }

  class EachEntry extends ResourceEntry {
    readonly #last: EnteredStore

    constructor(values: Values, byScope: boolean, last: EnteredStore) {
      super(values, byScope)
      this.#last = last
    }

    protected override putBack(values: Values): void {
      let failure: Failure | undefined
      for (let entered: EnteredStore | undefined = this.#last; entered !== undefined; entered = entered.previous) {
        const { store, prior, place } = entered
        if (place !== NO_PLACE) writeAt(place, values, store.kResourceStore, prior)
        else failure = leaveCustom(store, prior) ?? failure
      }
      if (failure !== undefined) throw failure.error
    }

    protected override enterOld(values: Values): void {
      let failure: Failure | undefined
      for (let entered: EnteredStore | undefined = this.#last; entered !== undefined; entered = entered.previous) {
        const { store, prior, place } = entered
        if (place !== NO_PLACE && isNative(store)) setAt(place, values, store, prior)
        else failure = leaveCustom(store, prior) ?? failure
      }
      if (failure !== undefined) throw failure.error
    }
  }

  return { SingleEntry, UnsetEntry, EachEntry }
}
