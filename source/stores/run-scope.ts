import type { Store } from '../types.js'

/**
 * One storage with a value entered, until the scope is disposed. Node's `RunScope` (nodejs/node#61674): reads the
 * current value, enters the new one, and enters the old one again, each time by the storage's own methods.
 */
export class RunScope implements Disposable {
  #storage: Store | undefined
  #previous: unknown

  /** Enters `value`. Use {@link withScope}, which checks its argument. */
  constructor(storage: Store, value: unknown) {
    this.#previous = storage.getStore()
    storage.enterWith(value)
    this.#storage = storage
  }

  /** Restores the value that was current when the scope was opened. Does nothing the second time. */
  dispose(): void {
    const storage = this.#storage
    if (storage === undefined) return
    const previous = this.#previous
    this.#storage = this.#previous = undefined
    storage.enterWith(previous)
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

/** Enters one store as Node 26 does: by its `withScope`, or as AsyncLocalStorage's `withScope` does where it has none. */
export function openScope(store: Store, value: unknown): Disposable {
  return typeof store.withScope === 'function' ? store.withScope(value) : new RunScope(store, value)
}
