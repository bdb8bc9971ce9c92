import { isPlain } from '../host/context/plain.js'
import { portable } from '../host/context/portable.js'
import { way } from '../host/context/way-in-use.js'
import type { EnteredStore } from '../host/context/way.js'
import type { Store } from '../types.js'

/** One storage with a value entered, until the scope is disposed: Node's `RunScope` (nodejs/node#61674). */
export class RunScope implements Disposable {
  #entered: EnteredStore | undefined

  /** Enters `value`. Use `withScope`, which checks its argument. */
  constructor(storage: Store, value: unknown) {
    this.#entered = (isPlain(storage) ? way : portable).enterOne(storage, value)
  }

  /** Restores the value that was current when the scope was opened. Does nothing the second time. */
  dispose(): void {
    const entered = this.#entered
    this.#entered = undefined
    entered?.leave()
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.dispose()
  }
}

/** Enters one store as Node 26 does: by its `withScope`, or as AsyncLocalStorage's `withScope` does where it has none. */
export function openScope(store: Store, value: unknown): Disposable {
  return typeof store.withScope === 'function' ? store.withScope(value) : new RunScope(store, value)
}
