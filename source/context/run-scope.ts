import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Store } from '../types.js'
import type { Entry } from './entry.js'
import { isNative } from './native-store.js'
import { portable } from './portable/portable-backend.js'
import { backend } from './select-backend.js'

/** One storage with a value entered, until the scope is disposed: Node's `RunScope` (nodejs/node#61674). */
export interface RunScope extends Disposable {
  /** Restores the value that was current when the scope was opened. Does nothing the second time. */
  dispose(): void

  /** The same, for `using`. */
  [Symbol.dispose](): void
}

/** The class of the scopes of `withScope`, for `instanceof`. */
export interface RunScopeConstructor {
  /** Enters `value`. Use `withScope`, which checks its argument. */
  new <Value>(storage: Pick<AsyncLocalStorage<Value>, 'getStore' | 'enterWith'>, value: NoInfer<Value>): RunScope
  readonly prototype: RunScope
}

// As a property, which is what gives the class its name.
const ofEntries = {
  RunScope: class {
    #entry: Entry | undefined

    constructor(storage: unknown, value: unknown) {
      this.#entry = (isNative(storage as Store) ? backend : portable).enterOne(storage as Store, value)
    }

    dispose(): void {
      const entry = this.#entry
      this.#entry = undefined
      entry?.leaveScope()
    }

    [Symbol.dispose](): void {
      this.dispose()
    }
  }
}

/** The class of the scopes of `withScope`, for `instanceof`. */
export const RunScope: RunScopeConstructor = (backend.scopes ?? ofEntries).RunScope

/**
 * Enters one store as Node 26 does: by its `withScope`, or as AsyncLocalStorage's `withScope` does where it has none.
 */
export function openScope(store: Store, value: unknown): Disposable {
  return typeof store.withScope === 'function' ? store.withScope(value) : new RunScope(store, value)
}
