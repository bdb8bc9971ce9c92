import { executionAsyncResource } from '../../host/async-hooks.js'
import { apply, is } from '../../primordials.js'
import type { BoundStores, Store } from '../../types.js'
import type { Backend, EnterStyle } from '../backend.js'
import { areNative, bindingsOf } from '../bindings.js'
import { onlyStoreOf } from '../bound-stores.js'
import type { Entered, Entry } from '../entry.js'
import { isNative, isReadNatively } from '../native-store.js'
import { callTransform, enterByWalk, enterFirstByWalk, isTransform, NO_VALUE } from '../walk.js'
import { NO_PLACE, readAt, setAt, writeAt } from './access-sites.js'
import { makeResourceIsolate } from './isolate-in-resource.js'
import { makeResourceEntries } from './resource-entry.js'
import type { ResourceStore } from './resource-store.js'
import { findReader } from './resource-values.js'
import { makeResourceWalk } from './resource-walk.js'

/**
 * The backend of hosts that build AsyncLocalStorage on async_hooks: the values are properties of the current resource,
 * which is looked up once for all stores of a trace, where the public methods look it up three times for each.
 *
 * @param storage the one to find out by where the values are, which stands in for another one
 * @returns `undefined` where they are kept elsewhere
 */
export function makeResourceBackend(storage: ResourceStore): Backend | undefined {
  const reader = findReader(storage)
  if (reader === undefined) return undefined
  const { valuesOf, currentOf, isUnset } = reader
  const { SingleEntry, UnsetEntry } = makeResourceEntries(valuesOf)
  const ResourceWalk = makeResourceWalk(reader)

  /** Enters the only store of a channel, as most have. */
  const enterSingle = (stores: BoundStores, message: unknown, style: EnterStyle): Entered => {
    const bound = onlyStoreOf(stores)
    const transform = stores.get(bound)
    if (!isNative(bound)) return null
    let value = message
    if (isTransform(transform, style)) {
      value = callTransform(transform, message)
      // It may have bound others, or given the store methods of its own.
      if (
        stores.size !== 1 || !stores.has(bound) || !isNative(bound)
      ) return enterFirstByWalk(new ResourceWalk(message, style, stores), bound, value, stores)
      if (value === NO_VALUE) return undefined
    }
    const store = bound as ResourceStore
    const values = valuesOf(executionAsyncResource())
    const held = values[store.kResourceStore]
    const current = currentOf(store, held)
    const byScope = style === 'scope'
    if (!byScope && is(current, value)) return undefined
    const entry = new SingleEntry(values, byScope, store, byScope
      ? current
      : isReadNatively(store) ? held : values[store.kResourceStore])
    if (!store.enabled) store._enable()
    values[store.kResourceStore] = value
    return entry
  }

  /**
   * Enters the message in stores that are known to have had no value lately. Returns `undefined` if one of them has one
   * now.
   */
  const enterUnset = (stores: readonly ResourceStore[], message: unknown, byScope: boolean): Entry | undefined => {
    const values = valuesOf(executionAsyncResource())
    for (let i = 0; i < stores.length; i++) {
      const store = stores[i]!
      if (!store.enabled || !isUnset(store, values, readAt(i, values, store.kResourceStore))) return undefined
    }
    for (let i = 0; i < stores.length; i++) writeAt(i, values, stores[i]!.kResourceStore, message)
    return new UnsetEntry(values, byScope, stores)
  }

  return {
    name: 'resource',

    enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered {
      if (stores.size === 1) return enterSingle(stores, message, style)
      if (style === 'scope' && areNative(stores)) return enterByWalk(new ResourceWalk(message, style, stores), stores)
      const bindings = bindingsOf(stores)
      if (bindings === undefined) return null
      if (bindings.giveUndefined && message !== undefined) {
        const entry = enterUnset(bindings.stores as readonly ResourceStore[], message, style === 'scope')
        if (entry !== undefined) return entry
      }
      return enterByWalk(new ResourceWalk(message, style, stores), stores, bindings)
    },

    enterOne(bound: Store, value: unknown): Entry {
      const store = bound as ResourceStore
      const values = valuesOf(executionAsyncResource())
      const prior = currentOf(store, readAt(NO_PLACE, values, store.kResourceStore))
      setAt(NO_PLACE, values, store, value)
      return new SingleEntry(values, true, store, prior)
    },

    isolate(): unknown {
      this.isolate = makeResourceIsolate(valuesOf)
      return apply(this.isolate, this, arguments)
    }
  }
}
