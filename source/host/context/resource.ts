import { executionAsyncResource, type AsyncLocalStorage } from 'node:async_hooks'
import type { BoundStores, Store } from '../../types.js'
import { apart } from '../apart.js'
import type { Manner } from './manner.js'
import { undo } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
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
  return {
    name: 'resource',
    follows: () => true,

    enter(mark: number, stores: BoundStores, message: unknown, manner: Manner): void {
      const { slots } = undo
      const values = valuesOf(executionAsyncResource())
      for (let i = mark + 2; i < undo.top; i += 2) {
        const value = valueAt(mark, i, stores, message, manner)
        if (value === NO_VALUE) continue
        const store: ResourceStore = slots[i]
        const key = store.kResourceStore
        const current = store.enabled && key in values ? values[key] : store.getStore()
        if (manner === 'run' && Object.is(current, value)) {
          slots[i] = undefined
          continue
        }
        // `run` puts back what was on the resource, even if the store was disabled; a scope what the store gave.
        slots[i + 1] = manner === 'run' ? values[key] : current
        if (!store.enabled) store._enable()
        values[key] = value
      }
      slots[undo.top] = manner === 'run' ? values : undefined
      undo.top++
    },

    leave(mark: number): void {
      const { slots } = undo
      const end = mark + 2 + 2 * slots[mark + 1]
      // `run` puts back where it entered; a scope, as it enters anew, in what is current then, and enables the store.
      const entered: Values | undefined = slots[end]
      const values = entered ?? valuesOf(executionAsyncResource())
      for (let i = end - 2; i > mark; i -= 2) {
        const store: ResourceStore | undefined = slots[i]
        if (store === undefined) continue
        if (entered === undefined && !store.enabled) store._enable()
        values[store.kResourceStore] = slots[i + 1]
      }
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
