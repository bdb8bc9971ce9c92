import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../host/bound-stores.js'
import { publishStart } from '../host/publish.js'
import { leave, undo, type Entered } from '../stores/enter.js'
import type { AnyFunction, BoundStores } from '../types.js'

/** What the `runStores` of hosts differ in. */
export interface RunStoresSettings {
  /** Whether the stores of a channel are entered here, if it is active. */
  applies(channel: Channel): boolean
  /** Enters them, if there are some; `null` if that can't be done. */
  enter(stores: BoundStores, data: unknown): Entered
  /** Makes the call then. */
  readonly instead: AnyFunction
}

/** Makes the `runStores` of an active channel, without closures. */
export function makeRunStores({ applies, enter, instead }: RunStoresSettings): AnyFunction {
  return {
    runStores(this: Channel, data: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      const bound = applies(this) ? storesOf(this) : undefined
      if (bound !== undefined && bound.size === 0) {
        publishStart(this, data)
        return Reflect.apply(fn, thisArg, args)
      }
      // What is no active channel, but borrows the method, gets the host's own complaint.
      const entered = bound === undefined ? null : enter(bound, data)
      if (entered === null) return Reflect.apply(instead, this, [data, fn, thisArg, ...args])
      const { stores, outer, prior, size, mark } = undo
      try {
        publishStart(this, data)
        return Reflect.apply(fn, thisArg, args)
      } finally {
        leave(entered, stores, outer, prior, size, mark)
      }
    }
  }.runStores
}
