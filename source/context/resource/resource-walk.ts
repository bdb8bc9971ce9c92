import { executionAsyncResource } from 'node:async_hooks'
import type { BoundStores, Store } from '../../types.js'
import type { EnterStyle } from '../backend.js'
import { enterCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { areSimple, learnUnset } from '../unset-stores.js'
import { Walk, type FirstStore } from '../walk.js'
import { NO_PLACE, readAt, setAt } from './access-sites.js'
import type { EnteredStore, ResourceEntries } from './resource-entry.js'
import type { ResourceReader, ResourceStore, Values } from './resource-values.js'

/** Enters several native stores for a message. The first one may have its value already, or `NO_VALUE`. */
export type EnterEach = (stores: BoundStores, message: unknown, style: EnterStyle, first?: FirstStore) => Entry | undefined

/** Makes what enters several stores one after the other, all of them on the resource that is current. */
export function makeResourceWalk({ valuesOf, currentOf, isUnset }: ResourceReader, { EachEntry }: ResourceEntries): EnterEach {
  class ResourceWalk extends Walk {
    readonly #values: Values = valuesOf(executionAsyncResource())
    #last: EnteredStore | undefined
    #place = 0
    /** Whether none of the stores so far had a value. */
    hasOnlyUnset = true

    override enter(store: Store, value: unknown): void {
      const byScope = this.style === 'scope'
      if (!isNative(store)) {
        const prior = enterCustom(store, value, byScope)
        this.#last = { store: store as ResourceStore, prior, place: NO_PLACE, previous: this.#last }
        this.hasOnlyUnset = false
        return
      }
      this.#enterNative(store as ResourceStore, value, byScope)
    }

    #enterNative(store: ResourceStore, value: unknown, byScope: boolean): void {
      const place = this.#place++
      const held = readAt(place, this.#values, store.kResourceStore)
      const current = currentOf(store, held)
      if (!isUnset(store, this.#values, current)) this.hasOnlyUnset = false
      if (!byScope && Object.is(current, value)) return
      this.#last = { store, prior: byScope ? current : held, place, previous: this.#last }
      setAt(place, this.#values, store, value)
    }

    finish(): Entry | undefined {
      return this.#last && new EachEntry(this.#values, this.style === 'scope', this.#last)
    }
  }

  return (stores, message, style, first) => {
    const isSimple = areSimple(stores)
    const walk = new ResourceWalk(message, style)
    try {
      walk.enterAll(stores, first)
    } catch (error) {
      walk.finish()?.leave()
      throw error
    }
    if (isSimple && walk.hasOnlyUnset) learnUnset(stores)
    return walk.finish()
  }
}
