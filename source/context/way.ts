import type { AnyFunction, BoundStores, Store } from '../types.js'
import type { Isolate } from './isolate.js'
import type { Manner } from './manner.js'
import type { Entered, EnteredStores } from './undo.js'

/** A way into the asynchronous context: how the values of plain stores are set and put back. */
export interface ContextWay {
  readonly name: 'frame' | 'resource' | 'portable'
  /**
   * Enters all of `stores` for a message. `null` when one of them is not plain, or the way does not follow that manner to
   * the letter. Where it took no record, how to leave them is read from `undo`.
   */
  enter(stores: BoundStores, message: unknown, manner: Manner): Entered
  /** Leaves stores that were entered without a record. Missing where none are. */
  leaveUnrecorded?(entered: object, stores: EnteredStores, outer: object | undefined, prior: unknown, size: number): void
  /** The same as {@link enter}, with a record on the undo stack in any case, and gives its mark. */
  enterByRecord(stores: BoundStores, message: unknown, manner: Manner): number | null
  /** Enters a value in one plain store, in manner `scope`. */
  enterOne(store: Store, value: unknown): EnteredStore
  /** Enters a message in stores of a channel of which something is known that saves a record, in manner `scope`. */
  enterKnown?(stores: BoundStores, message: unknown): EnteredStore | undefined
  /** Calls a function, and puts the whole context back as it was, whatever the function did to whichever storage. */
  isolate: Isolate
  /** `store.run(value, fn, ...args)` for a plain store. Missing where the host's own is one step already. */
  run?(store: Store, value: unknown, fn: AnyFunction, args: unknown[]): unknown
}

/** A store in which a value was entered. */
export interface EnteredStore {
  /** Puts back what was there, once. */
  leave(): void
}
