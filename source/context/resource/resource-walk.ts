import { executionAsyncResource } from 'node:async_hooks'
import type { Store } from '../../types.js'
import { enterCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { Walk, type EachStore } from '../walk.js'
import { NO_PLACE, readAt, setAt } from './access-sites.js'
import type { EnteredStore, ResourceEntries } from './resource-entry.js'
import type { ResourceReader, ResourceStore, Values } from './resource-values.js'

/** Makes what enters several stores one after the other, all of them on the resource that is current. */
export function makeResourceWalk({ valuesOf, currentOf, isUnset }: ResourceReader, { EachEntry }: ResourceEntries): EachStore {
  class ResourceWalk extends Walk {
    readonly values: Values = valuesOf(executionAsyncResource())
    last: EnteredStore | undefined
    place = 0
    /** Whether none of the stores so far had a value. */
    hasOnlyUnset = true

    override enter(store: Store, value: unknown): void {
      const byScope = this.style === 'scope'
      if (!isNative(store)) {
        const prior = enterCustom(store, value, byScope)
        this.last = { store: store as ResourceStore, prior, place: NO_PLACE, previous: this.last }
        this.hasOnlyUnset = false
        return
      }
      this.enterNative(store as ResourceStore, value, byScope)
    }

    enterNative(store: ResourceStore, value: unknown, byScope: boolean): void {
      const place = this.place++
      const held = readAt(place, this.values, store.kResourceStore)
      const current = currentOf(store, held)
      if (!isUnset(store, this.values, current)) this.hasOnlyUnset = false
      if (!byScope && Object.is(current, value)) return
      this.last = { store, prior: byScope ? current : held, place, previous: this.last }
      setAt(place, this.values, store, value)
    }

    finish(): Entry | undefined {
      return this.last && new EachEntry(this.values, this.style === 'scope', this.last)
    }
  }

  return {
    enterAll(bindings, stores, message, style) {
      const walk = new ResourceWalk(message, style)
      try {
        walk.enterAll(bindings, stores)
      } catch (error) {
        walk.finish()?.leave()
        throw error
      }
      const entry = walk.finish()
      if (bindings.isSimple && walk.hasOnlyUnset) bindings.giveUndefined = true
      return entry
    },

    enterFirst(store, value, stores, message, style) {
      const walk = new ResourceWalk(message, style)
      try {
        walk.enterFirst(store, value, stores)
      } catch (error) {
        walk.finish()?.leave()
        throw error
      }
      return walk.finish()
    }
  }
}
