import { AsyncResource } from 'node:async_hooks'
import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible, storesOf } from '../context/bound-stores.js'
import { enterStoresAsNode26 } from '../context/enter.js'
import { isScopable } from '../context/custom-store.js'
import type { BoundStores, Store, Transform } from '../types.js'

/**
 * The values that the stores of a channel have now, to be entered again later: those stores alone, so that whoever calls
 * then keeps what else is in his context.
 *
 * Where the host does not show its stores the whole context of now is entered. A store with nothing but `run`, which can't
 * be asked for its value, is left as it is.
 */
export class CapturedStores {
  readonly #values: BoundStores | undefined
  readonly #context: AsyncResource | undefined

  constructor(channel: Channel) {
    if (!channel.hasSubscribers) return
    if (storesAreVisible) this.#values = valuesOf(storesOf(channel))
    else this.#context = new AsyncResource('tracescope.captured-stores')
  }

  /** Calls a function with the stores as they were. */
  run<Result>(fn: () => Result): Result {
    if (this.#context !== undefined) return this.#context.runInAsyncScope(fn)
    const values = this.#values
    if (values === undefined) return fn()
    const entry = enterStoresAsNode26(values, undefined)
    try {
      return fn()
    } finally {
      entry?.leave()
    }
  }
}

/** Each store with a transform that gives the value it has now. */
function valuesOf(stores: BoundStores | undefined): BoundStores | undefined {
  if (stores === undefined || stores.size === 0) return undefined
  const values = new Map<Store, Transform>()
  stores.forEach((_, store) => {
    if (!isScopable(store) || typeof store.getStore !== 'function') return
    const value = store.getStore()
    values.set(store, () => value)
  })
  return values
}
