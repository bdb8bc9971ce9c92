import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../host/bound-stores.js'
import type { Manner } from '../host/context/manner.js'
import { soleStoreOf } from '../host/context/sole-store.js'
import { way } from '../host/context/way-in-use.js'
import { publish } from '../host/publish.js'
import { leave, NESTED } from '../stores/enter.js'
import type { AnyFunction } from '../types.js'

/** What the `runStores` of hosts differ in. */
export interface RunStoresSettings {
  readonly manner: Manner
  /** Whether the stores of a channel are entered here, if it is active. */
  applies(channel: Channel): boolean
  /** Enters them, and gives the mark to leave them by, or `NESTED`. */
  enter(channel: Channel, data: unknown): number
  /** Makes the call where the answer is no, or `NESTED`. */
  readonly instead: AnyFunction
}

/** Makes the `runStores` of an active channel, without closures. */
export function makeRunStores({ manner, applies, enter, instead }: RunStoresSettings): AnyFunction {
  return {
    runStores(this: Channel, data: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      const stores = applies(this) ? storesOf(this) : undefined
      // What is no active channel, but borrows the method, gets the host's own complaint.
      if (stores === undefined) return Reflect.apply(instead, this, [data, fn, thisArg, ...args])
      const store = soleStoreOf(stores)
      const { sole } = way
      if (store !== undefined && sole !== undefined) {
        const place = sole.place()
        const prior = sole.prior(store, place)
        if (sole.applies(store, prior, data, manner)) {
          const entered = sole.enter(store, data, place)
          const size = sole.size(entered, place)
          try {
            publish('start', this, data)
            return Reflect.apply(fn, thisArg, args)
          } finally {
            sole.leave(store, prior, place, entered, size, manner)
          }
        }
      }
      const mark = enter(this, data)
      if (mark === NESTED) return Reflect.apply(instead, this, [data, fn, thisArg, ...args])
      try {
        publish('start', this, data)
        return Reflect.apply(fn, thisArg, args)
      } finally {
        leave(mark)
      }
    }
  }.runStores
}
