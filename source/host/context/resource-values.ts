import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks'
import type { Store } from '../../types.js'
import { apart } from '../apart.js'

/** What AsyncLocalStorage keeps of itself on a host that builds it on async_hooks. */
export interface ResourceStore extends Store {
  /** The key of its value. */
  readonly kResourceStore: symbol
  readonly enabled: boolean
  _enable(): void
  disable(): void
}

/** Where the values of a resource are kept, each under the key of its store. */
export type Values = Record<symbol, unknown>

/** How to get from a resource to the values: they are its own properties (20, 22), or those of one object that it has. */
export function findValues(): ((resource: any) => Values) | undefined {
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

/** Whether a storage without a value may give another one than `undefined`. */
export function storagesHaveDefaults(): boolean {
  const storage = new (AsyncLocalStorage as any)({ defaultValue: 1 })
  const has = storage.getStore() === 1
  storage.disable()
  return has
}
