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
 * Enters `stores` in manner `scope` where that takes no record, which takes twice as long: a plain one alone without a
 * transform, as most channels have, or several of which is known what it takes.
 */
export function enterUnrecorded(stores: BoundStores, message: unknown): EnteredStore | undefined {
  const store = soleStoreOf(stores)
  return store === undefined ? way.enterKnown?.(stores, message) : way.enterOne(store, message)
}
