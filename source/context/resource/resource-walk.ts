import { executionAsyncResource } from 'node:async_hooks'
import type { BoundStores, Store } from '../../types.js'
import type { EnterStyle } from '../backend.js'
import { enterCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { Walk, type EntryWalk } from '../walk.js'
import { readAt, setAt } from './access-sites.js'
import { CustomPrior, type ResourceEntries } from './resource-entry.js'
import type { ResourceStore, Values } from './resource-store.js'
import type { ResourceReader } from './resource-values.js'

/** Makes what enters several stores one after the other, all of them on the resource that is current. */
export function makeResourceWalk({ valuesOf, currentOf, isUnset }: ResourceReader, { EachEntry }: ResourceEntries): new (message: unknown, style: EnterStyle, stores: BoundStores) => EntryWalk {
  class ResourceWalk extends Walk implements EntryWalk {
    readonly values: Values
    /** A pair `store, prior` for each store, in the order of entering: an object for each would be three times the bytes. */
    readonly pairs: unknown[]
    count = 0
    /** Whether none of the stores so far had a value. */
    hasOnlyUnset = true

    constructor(message: unknown, style: EnterStyle, stores: BoundStores) {
      super(message, style)
      this.values = valuesOf(executionAsyncResource())
      this.pairs = new Array(stores.size * 2)
    }

    override enter(store: Store, value: unknown): void {
      const byScope = this.style === 'scope'
      if (isNative(store)) this.enterNative(store as ResourceStore, value, byScope)
      else this.note(store, new CustomPrior(enterCustom(store, value, byScope)))
    }

    enterNative(store: ResourceStore, value: unknown, byScope: boolean): void {
      const { values } = this
      const place = this.count >> 1
      const held = readAt(place, values, store.kResourceStore)
      const current = currentOf(store, held)
      if (this.hasOnlyUnset && !isUnset(store, values, current)) this.hasOnlyUnset = false
      if (!byScope && Object.is(current, value)) return
      this.note(store, byScope ? current : held)
      setAt(place, values, store, value)
    }

    note(store: Store, prior: unknown): void {
      const { pairs, count } = this
      pairs[count] = store
      pairs[count + 1] = prior
      this.count = count + 2
    }

    hasMetUnset(): boolean {
      return this.hasOnlyUnset
    }

    finish(): Entry | undefined {
      return this.count === 0 ? undefined : new EachEntry(this.values, this.style === 'scope', this.pairs, this.count)
    }
  }

  return ResourceWalk
}
