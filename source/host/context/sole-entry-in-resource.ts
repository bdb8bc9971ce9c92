import { executionAsyncResource } from 'node:async_hooks'
import type { Manner } from './manner.js'
import type { ResourceStore, Values } from './resource-values.js'
import type { SoleEntry } from './sole-entry.js'

/** Enters one store where the values are properties of the current resource, or of what `valuesOf` finds there. */
export function makeSoleEntryInResource(valuesOf: (resource: object) => Values, storagesHaveDefaults: boolean): SoleEntry {
  return {
    place: () => valuesOf(executionAsyncResource()),

    prior: (store: ResourceStore, values: Values) => values[store.kResourceStore],

    // Only where what is held is what the store gives.
    applies(store: ResourceStore, held: unknown, value: unknown, manner: Manner): boolean {
      return store.enabled && (held !== undefined || !storagesHaveDefaults) && (manner === 'scope' || !Object.is(held, value))
    },

    enter(store: ResourceStore, value: unknown, values: Values): Values {
      values[store.kResourceStore] = value
      return values
    },

    size: () => 0,

    // `run` puts the value back even if the store was disabled meanwhile, a scope enters it.
    leave(store: ResourceStore, held: unknown, values: Values, _entered: Values, _size: number, manner: Manner): void {
      if (manner === 'scope' && !store.enabled) store._enable()
      values[store.kResourceStore] = held
    }
  }
}
