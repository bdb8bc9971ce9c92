import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible, storesOf } from '../context/bound-stores.js'
import { enterStoresAsNode26 } from '../context/enter.js'
import { isScopable } from '../context/custom-store.js'
import { AsyncResource } from '../host/async-hooks.js'
import { append, apply, joined, newMap } from '../primordials.js'
import type { Store, Transform } from '../types.js'

/**
 * The values that the stores of a channel have now, to be entered again later: those stores alone, so that whoever
 * calls then keeps what else is in his context.
 *
 * Where the host does not show its stores the whole context of now is entered. A store with nothing but `run`, which
 * can't be asked for its value, is left as it is.
 */
export class CapturedStores {
  readonly #stores: Map<Store, Transform> | undefined
  readonly #values: unknown[] = []
  readonly #context: InstanceType<typeof AsyncResource> | undefined

  constructor(channel: Channel) {
    if (!channel.hasSubscribers) return
    if (!storesAreVisible) {
      this.#context = new AsyncResource('tracescope.captured-stores')
      return
    }
    const stores = storesOf(channel)
    if (stores === undefined || stores.size === 0) return
    this.#stores = newMap()
    stores.forEach(this.#capture, this)
  }

  /** Calls a function with the stores as they were. */
  run<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Result {
    if (
      this.#context !== undefined
    ) return apply(this.#context.runInAsyncScope, this.#context, joined([fn, undefined], args))
    if (this.#stores === undefined) return apply(fn, undefined, args)
    const entry = enterStoresAsNode26(this.#stores, { values: this.#values, next: 0 })
    try {
      return apply(fn, undefined, args)
    } finally {
      entry?.leave()
    }
  }

  #capture(_: unknown, store: Store): void {
    if (!isScopable(store) || typeof store.getStore !== 'function') return
    append(this.#values, store.getStore())
    this.#stores!.set(store, takeNext)
  }
}

/** Takes the value of the next store: stores are entered in their order, each by one call of its transform. */
function takeNext(cursor: { readonly values: readonly unknown[], next: number }): unknown {
  return cursor.values[cursor.next++]
}
