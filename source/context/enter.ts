import type { Channel } from 'node:diagnostics_channel'
import { openScope } from '../api/with-scope.js'
import type { BoundStores } from '../types.js'
import { storesAreVisible, storesOf } from './bound-stores.js'
import type { Manner } from './manner.js'
import { enterByOwnMethods } from './own-methods.js'
import { leaveUnrecorded, way } from './select-backend.js'
import { soleStoreOf } from './sole-store.js'
import { detach, drop, leaveDetached, leaveRecord, NOTHING, top } from './undo-stack.js'
import type { Entered, EnteredStores } from './undo.js'
import type { EnteredStore } from './way.js'

export { remember, undo, type Entered, type EnteredStores } from './undo.js'
export { leaveRecord, NOTHING } from './undo-stack.js'

/**
 * Enters the stores of a channel as Node 26 does, on any host: plain ones in one step, others by their own methods.
 * `null`: the host does not show its stores, or one of them has nothing but `run`. It takes the host's own `runStores` then,
 * and a closure.
 */
export function enterAsNode26(channel: Channel, message: unknown): Entered {
  const stores = storesOf(channel)
  if (stores === undefined) return storesAreVisible || !channel.hasSubscribers ? NOTHING : null
  return stores.size === 0 ? NOTHING : enterStoresAsNode26(stores, message)
}

/** The same, with the stores that are bound to the channel, of which there are some. */
export function enterStoresAsNode26(stores: BoundStores, message: unknown): Entered {
  return way.enter(stores, message, 'scope') ?? enterByOwnMethods(stores, message, openScope)
}

/** The same, with a record in any case, and gives its mark. */
export function enterByRecordAsNode26(stores: BoundStores, message: unknown): number | null {
  return way.enterByRecord(stores, message, 'scope') ?? enterByOwnMethods(stores, message, openScope)
}

/**
 * Enters the stores of a channel as the host does. `null`: one of them is not plain, or the way into the context can't follow
 * the host's manner to the letter; the host's own code knows how.
 */
export function enterAsHost(channel: Channel, message: unknown, manner: Manner): Entered {
  const stores = storesOf(channel)
  return stores === undefined || stores.size === 0 ? NOTHING : way.enter(stores, message, manner)
}

/** Leaves what was entered. The rest is from `undo`, as it was then. */
export function leave(entered: number | object, stores: EnteredStores | undefined, outer: object | undefined, prior: unknown, size: number, mark: number): void {
  if (typeof entered === 'number') {
    leaveRecord(entered)
  } else {
    if (top !== mark) drop(mark)
    leaveUnrecorded!(entered, stores!, outer, prior, size)
  }
}

// What has been entered for a scope, apart from the undo stack: scopes may be disposed in any order.

/** The stores of a record that was on the undo stack. */
class DetachedStores implements EnteredStore {
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
  return mark === null ? undefined : new DetachedStores(detach(mark))
}

/**
 * Enters `stores` in manner `scope` where that takes no record, which takes twice as long: a plain one alone without a
 * transform, as most channels have, or several of which is known what it takes.
 */
export function enterUnrecorded(stores: BoundStores, message: unknown): EnteredStore | undefined {
  const store = soleStoreOf(stores)
  return store === undefined ? way.enterKnown?.(stores, message) : way.enterOne(store, message)
}
