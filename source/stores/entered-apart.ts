import { soleStoreOf } from '../host/context/sole-store.js'
import { detach, leaveDetached } from '../host/context/undo-stack.js'
import { way } from '../host/context/way-in-use.js'
import type { EnteredStore } from '../host/context/way.js'
import type { BoundStores } from '../types.js'

// What has been entered for a scope, apart from the undo stack: scopes may be disposed in any order.

/** The stores of a record that was on the undo stack. */
class EnteredStores implements EnteredStore {
  readonly #record: readonly unknown[]

  constructor(record: readonly unknown[]) {
    this.#record = record
  }

  leave(): void {
    leaveDetached(this.#record)
  }
}

/** Takes the record at a mark off the undo stack. `undefined`: there is none, because the stores were not entered. */
export function apart(mark: number | null): EnteredStore | undefined {
  return mark === null ? undefined : new EnteredStores(detach(mark))
}

/**
 * Enters the only one of `stores` in manner `scope`, if it is a plain one without a transform: most channels have that,
 * and the way by a record takes twice as long.
 */
export function enterSole(stores: BoundStores, message: unknown): EnteredStore | undefined {
  const store = soleStoreOf(stores)
  return store && way.enterOne(store, message)
}
