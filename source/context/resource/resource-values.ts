import { executionAsyncResource } from '../../host/async-hooks.js'
import { isReadNatively } from '../native-store.js'
import type { ResourceStore, Values } from './resource-store.js'
import { newStandIn, symbolOfValues } from './stand-in.js'

/** How the values of stores are read on a host of that kind. */
export interface ResourceReader {
  /** From a resource to the values. */
  valuesOf(resource: object): Values
  /** What a store gives for what is held for it. A `getStore` of its own is called, and may change that. */
  currentOf(store: ResourceStore, held: unknown): unknown
  /** Whether a store that gives this has no value: with a default, `undefined` may be one. */
  isUnset(store: ResourceStore, values: Values, current: unknown): boolean
}

/**
 * Finds out how values are read: they are properties of the resource (20, 22), or of one object that it has.
 *
 * @param storage the one to find it out by, which stands in for another one
 * @returns `undefined` where they are elsewhere
 */
export function findReader(storage: ResourceStore): ResourceReader | undefined {
  const valuesOf = findValues(storage)
  if (valuesOf === undefined) return undefined
  const defaults = storagesHaveDefaults()
  return {
    valuesOf,
    currentOf: (store, held) =>
      isReadNatively(store) && store.enabled && (held !== undefined || !defaults) ? held : store.getStore(),
    isUnset: (store, values, current) => current === undefined && !(defaults && store.kResourceStore in values)
  }
}

function findValues(storage: ResourceStore): ((resource: any) => Values) | undefined {
  const key = storage.kResourceStore
  const value = {}
  return storage.run(value, () => {
    if (storage.enabled !== true) return undefined
    const resource: any = executionAsyncResource()
    if (resource[key] === value) return asTheyAre
    const symbol = symbolOfValues(resource)
    return symbol && resource[symbol][key] === value ? heldUnder(symbol) : undefined
  }) as ((resource: any) => Values) | undefined
}

const asTheyAre = (resource: any): Values => resource

// Made out here: made where the symbol is found, it would hold the resource that was tried alive, and all values in it.
const heldUnder = (symbol: symbol) => (resource: any): Values => resource[symbol] ??= { __proto__: null }

/** Whether a storage without a value may give another one than `undefined`. */
function storagesHaveDefaults(): boolean {
  return newStandIn({ defaultValue: 1 }).getStore() === 1
}
