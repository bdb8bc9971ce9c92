import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { EVENTS } from '../support/traced.js'
import type { Random } from './random.js'

const CHANNELS = 1000
const STORES = 8
/** Those with a value outside of all traces. */
const OUTER_STORES = 4

/** How many subscriptions and bound stores there are at most. */
const TIES = 4 * CHANNELS

/** A subscription to a channel, or a store that is bound to one. */
interface Tie {
  readonly store?: object
  untie(): void
}

/** A thousand tracing channels, on which subscribers and stores come and go. */
export class Population {
  readonly #random: Random
  readonly #channels: any[] = Array.from({ length: CHANNELS }, (_, i) => tracingChannel(`soak-${i}`))
  readonly #stores = Array.from({ length: STORES }, () => new AsyncLocalStorage<unknown>())
  readonly #outer: unknown[] = Array.from({ length: STORES }, (_, i) => i < OUTER_STORES ? `outer ${i}` : undefined)
  #ties: Tie[] = []
  /** How many messages were heard. */
  heard = 0
  /** Stores that were found with another value than their outer one when no trace was open. */
  strayed = 0
  /** Stores that are gone. */
  readonly goneStores: WeakRef<object>[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** Runs a function where the first stores have their outer values. */
  within<T>(fn: () => T): T {
    return this.#stores.slice(0, OUTER_STORES)
      .reduce<() => T>((inner, store, i) => () => store.run(this.#outer[i], inner), fn)()
  }

  anyChannel(): any {
    return this.#random.of(this.#channels)
  }

  anyStore(): AsyncLocalStorage<unknown> {
    return this.#random.of(this.#stores)
  }

  /** Has subscribers and stores come until there are many, and from then on one come and another go. */
  change(): void {
    do this.#add()
    while (this.#ties.length < TIES)
    const index = this.#random.below(this.#ties.length)
    this.#ties[index]!.untie()
    this.#ties[index] = this.#ties.at(-1)!
    this.#ties.pop()
  }

  /** Has a new store take the place of one, which goes for good. */
  replaceStore(): void {
    const index = OUTER_STORES + this.#random.below(STORES - OUTER_STORES)
    const gone = this.#stores[index]!
    for (const { untie } of this.#ties.filter(({ store }) => store === gone)) untie()
    this.#ties = this.#ties.filter(({ store }) => store !== gone)
    // A storage that is enabled is held by async_hooks.
    gone.disable()
    this.goneStores.push(new WeakRef(gone))
    this.#stores[index] = new AsyncLocalStorage()
  }

  /** Has all subscribers and stores go. */
  settle(): void {
    for (const { untie } of this.#ties) untie()
    this.#ties = []
  }

  /** Looks whether every store has its outer value. */
  check(): void {
    for (let i = 0; i < STORES; i++) {
      if (this.#stores[i]!.getStore() !== this.#outer[i]) this.strayed++
    }
  }

  #add(): void {
    const channel = this.anyChannel()[this.#random.of(EVENTS)]
    this.#ties.push(this.#random.below(3) ? this.#subscribe(channel) : this.#bind(channel))
  }

  #subscribe(channel: any): Tie {
    const subscriber = (): void => { this.heard++ }
    channel.subscribe(subscriber)
    return { untie: () => channel.unsubscribe(subscriber) }
  }

  #bind(channel: any): Tie {
    const store = this.anyStore()
    channel.bindStore(store, this.#random.of([undefined, (message: unknown) => ({ message })]))
    return { store, untie: () => channel.unbindStore(store) }
  }
}
