import type { BoundStores, Store } from '../types.js'
import { cannotEnter } from './errors.js'
import { surfaceOnNextTick } from './host.js'

// `using` that is compiled for hosts without it looks for the second one.
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')

/** One storage with a value entered, until the scope is disposed. */
export class RunScope {
  #leave: (() => void) | undefined

  constructor(storage: Store, value: unknown) {
    const prior = storage.getStore()
    try {
      storage.enterWith(value)
    } catch (error) {
      throw /not implemented/.test((error as Error)?.message)
        ? cannotEnter('withScope()', 'storage.run(value, fn)', error)
        : error
    }
    this.#leave = () => storage.enterWith(prior)
  }

  dispose(): void {
    const leave = this.#leave
    this.#leave = undefined
    leave?.()
  }

  [dispose](): void {
    this.dispose()
  }
}

export function openScope(store: Store, value: unknown): Disposable {
  return typeof store.withScope === 'function'
    ? store.withScope(value)
    : new RunScope(store, value) as unknown as Disposable
}

/** The scopes of stores, disposed of last first, even if one throws. */
export class Scopes {
  readonly #scopes: Array<Disposable | null | undefined> = []

  enter(stores: BoundStores | undefined, message: unknown): this {
    try {
      stores?.forEach((transform, store) => {
        let value = message
        try {
          if (transform) value = transform(message)
        } catch (error) {
          return surfaceOnNextTick(error)
        }
        this.#scopes.push(openScope(store, value))
      })
      return this
    } catch (error) {
      this.leave()
      throw error
    }
  }

  leave(): void {
    if (this.#scopes.length === 0) return
    try {
      // A `withScope` of somebody's own may have given none.
      this.#scopes.pop()?.[dispose]()
    } finally {
      this.leave()
    }
  }
}
