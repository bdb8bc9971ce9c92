import type { Store } from '../../types.js'

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
