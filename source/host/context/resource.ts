import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks'
import type { BoundStores, Store } from '../../types.js'
import { apart } from '../apart.js'
import type { Manner } from './manner.js'
import { beginPlainRecord, beginRecordOfOne, drop, NOT_ENTERED, push, slots, top, type Leave } from './undo-stack.js'
import { isTransform, NO_VALUE, transformed } from './values.js'
import type { ContextWay } from './way.js'

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
  const valuesOf = findValues()
  if (valuesOf === undefined) return undefined
  // Whether a storage without a value may give another one than `undefined`.
  const defaults = storagesHaveDefaults()

  const leave: Leave = (mark, detached) => {
    const end = mark + 2 + 2 * slots[mark + 1]
    const asScope = slots[end + 1] === 'scope'
    // A call is left in the resource that it was entered in. A scope may be disposed in another one, and enters there.
    const values: Values = detached && asScope ? valuesOf(executionAsyncResource()) : slots[end]
    for (let i = end - 2; i > mark; i -= 2) {
      const store: ResourceStore | undefined = slots[i]
      if (store === undefined) continue
      if (asScope && !store.enabled) store._enable()
      values[store.kResourceStore] = slots[i + 1]
    }
    drop(mark)
  }

  /** What `store.getStore()` gives, without looking up the resource again. */
  const currentOf = (store: ResourceStore, values: Values): unknown => {
    const value = values[store.kResourceStore]
    return store.enabled && (value !== undefined || !defaults) ? value : store.getStore()
  }

  const set = (store: ResourceStore, values: Values, value: unknown): void => {
    if (!store.enabled) store._enable()
    values[store.kResourceStore] = value
  }

  return {
    name: 'resource',
    leave,

    enter(stores: BoundStores, message: unknown, manner: Manner): number {
      const mark = beginPlainRecord(leave, stores, manner)
      if (mark === NOT_ENTERED) return mark
      const values = valuesOf(executionAsyncResource())
      for (let i = mark + 2; i < top; i += 2) {
        const store: ResourceStore | undefined = slots[i]
        if (store === undefined) continue
        const value = isTransform(slots[i + 1], manner) ? transformed(mark, i, stores, message, manner) : message
        if (value === NO_VALUE) continue
        if (manner === 'scope') {
          slots[i + 1] = currentOf(store, values)
        } else if (Object.is(currentOf(store, values), value)) {
          slots[i] = undefined
          continue
        } else {
          // `run` puts back what was on the resource, even if the store was disabled.
          slots[i + 1] = values[store.kResourceStore]
        }
        set(store, values, value)
      }
      push(values)
      push(manner)
      return mark
    },

    enterOne(store: Store, value: unknown): number {
      const values = valuesOf(executionAsyncResource())
      const mark = beginRecordOfOne(leave, store, currentOf(store as ResourceStore, values))
      set(store as ResourceStore, values, value)
      push(values)
      push('scope')
      return mark
    }
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

function storagesHaveDefaults(): boolean {
  const storage = new (AsyncLocalStorage as any)({ defaultValue: 1 })
  const has = storage.getStore() === 1
  storage.disable()
  return has
}
