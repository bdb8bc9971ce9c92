import { executionAsyncResource } from 'node:async_hooks'
import type { AnyFunction, BoundStores, Store } from '../../types.js'
import { NO_PLACE, readAt, writeAt } from './access-sites.js'
import { makeResourceIsolate } from './isolate-in-resource.js'
import { enterIn, takeBack } from './known-in-resource.js'
import { isStillSo, knownStores } from './known-stores.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { findValues, storagesHaveDefaults, type ResourceStore, type Values } from './resource-values.js'
import { makeResourceWalk } from './resource-walk.js'
import { soleStoreOf } from './sole-store.js'
import { enterStranger, leaveStranger, type Failure } from './stranger.js'
import { forget, isSeveral, remember, type Entered, type EnteredStores } from './undo.js'
import { abandon, drop, finish, NOTHING, pairsOf, PLAIN, pop, push, reversePairs, slots, STRANGE, top, type Leave } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
import type { ContextWay, EnteredStore } from './way.js'

/**
 * The way of hosts that build AsyncLocalStorage on async_hooks: the values are properties of the current resource, which
 * is looked up once for all stores of a trace, where the public methods look it up three times for each.
 *
 * @param storage the one to find out by where the values are
 * @returns `undefined` where they are kept elsewhere
 */
export function makeResourceWay(storage: ResourceStore): ContextWay | undefined {
  const found = findValues(storage)
  if (found === undefined) return undefined
  const valuesOf = found
  const defaults = storagesHaveDefaults()

  /** What a store gives for what is held for it. */
  const currentOf = (store: ResourceStore, held: unknown): unknown =>
    store.enabled && (held !== undefined || !defaults) ? held : store.getStore()

  const walk = makeResourceWalk(currentOf, defaults)

  const set = (store: ResourceStore, place: number, values: Values, value: unknown): void => {
    if (!store.enabled) store._enable()
    writeAt(place, values, store.kResourceStore, value)
  }

  /** Enters a value in the store at a place of the record. */
  const enterAt = (mark: number, place: number, values: Values, value: unknown, manner: Manner): void => {
    const index = pairsOf(mark) + place * 2
    const store: ResourceStore = slots[index]
    const held = readAt(place, values, store.kResourceStore)
    const current = currentOf(store, held)
    if (manner === 'run' && Object.is(current, value)) {
      slots[index] = undefined
      return
    }
    // `run` puts back what was on the resource, even if the store was disabled; a scope what the store gave.
    slots[index + 1] = manner === 'run' ? held : current
    set(store, place, values, value)
  }

  // `run` leaves its stores where it entered them.
  const leaveRun: Leave = (mark) => {
    pop()
    const values: Values = pop()
    const first = pairsOf(mark)
    while (top > first) {
      const undo = pop()
      const store: ResourceStore | undefined = pop()
      if (store !== undefined) writeAt(top - first >> 1, values, store.kResourceStore, undo)
    }
    drop(mark)
  }

  // A scope enters the old value, in what is then current: for a call that is where it was entered.
  const leaveScope: Leave = (mark, detached) => {
    pop()
    const entered: Values = pop()
    const values = detached ? valuesOf(executionAsyncResource()) : entered
    let failure: Failure | undefined
    const first = pairsOf(mark)
    while (top > first) {
      const undo = pop()
      const store: ResourceStore | undefined = pop()
      if (store === undefined) continue
      if (isPlain(store)) set(store, top - first >> 1, values, undo)
      else failure = leaveStranger(store, undo) ?? failure
    }
    drop(mark)
    if (failure !== undefined) throw failure.error
  }

  const leaveIn = (manner: Manner): Leave => manner === 'run' ? leaveRun : leaveScope

  class EnteredInResource implements EnteredStore {
    readonly #store: ResourceStore
    readonly #prior: unknown

    constructor(store: ResourceStore, value: unknown) {
      const values = valuesOf(executionAsyncResource())
      this.#store = store
      this.#prior = currentOf(store, readAt(NO_PLACE, values, store.kResourceStore))
      set(store, NO_PLACE, values, value)
    }

    leave(): void {
      // A scope may be open for long: someone may have patched the storage meanwhile.
      if (isPlain(this.#store)) set(this.#store, NO_PLACE, valuesOf(executionAsyncResource()), this.#prior)
      else this.#store.enterWith(this.#prior)
    }
  }

  /** Enters a message in the only store of a channel. */
  const enterSole = (store: ResourceStore, message: unknown, manner: Manner): Entered => {
    const values = valuesOf(executionAsyncResource())
    const held = values[store.kResourceStore]
    const current = currentOf(store, held)
    const byRun = manner === 'run'
    if (byRun && Object.is(current, message)) return NOTHING
    if (byRun) remember(store, undefined, held, BY_RUN, top)
    else remember(store, undefined, current, BY_SCOPE, top)
    if (!store.enabled) store._enable()
    values[store.kResourceStore] = message
    return values
  }

  /** Enters the message in stores of which is known what they had. `null` if it is not. */
  const enterKnown = (stores: BoundStores, message: unknown, manner: Manner): Values | null => {
    const known = knownStores(stores, message)
    if (known === undefined || !isStillSo(known, stores)) return null
    const values = valuesOf(executionAsyncResource())
    if (!enterIn(values, known as readonly ResourceStore[], message)) return null
    remember(known, undefined, undefined, manner === 'run' ? BY_RUN : BY_SCOPE, top)
    return values
  }

  const leaveKnown = (values: Values, known: readonly ResourceStore[], byScope: boolean): void => {
    // Not `for…of`: it makes an object for each store until it is optimised.
    for (let i = 0; byScope && i < known.length; i++) {
      if (!known[i]!.enabled) known[i]!._enable()
    }
    takeBack(values, known, known.length)
  }

  const enterEach = (mark: number, values: Values, stores: BoundStores, message: unknown, manner: Manner): void => {
    if (manner === 'run') reversePairs(mark)
    const first = pairsOf(mark)
    let i = first
    try {
      for (; i < top; i += 2) {
        const value = valueAt(mark, i, stores, message, manner)
        if (value === NO_VALUE) continue
        if (isPlain(slots[i])) enterAt(mark, i - first >> 1, values, value, manner)
        else enterStranger(i, value, manner)
      }
    } catch (error) {
      drop(i)
      push(values)
      abandon(mark, top, leaveIn(manner))
      throw error
    }
  }

  return {
    name: 'resource',

    enter(stores: BoundStores, message: unknown, manner: Manner): Entered {
      const sole = soleStoreOf(stores)
      if (sole !== undefined) return enterSole(sole as ResourceStore, message, manner)
      return enterKnown(stores, message, manner) ?? this.enterByRecord(stores, message, manner)
    },

    leaveUnrecorded(entered: Values, stores: EnteredStores, _outer: undefined, prior: unknown, size: number): void {
      forget()
      const byScope = size === BY_SCOPE
      if (isSeveral(stores)) {
        leaveKnown(entered, stores as readonly ResourceStore[], byScope)
        return
      }
      const store = stores as ResourceStore
      if (byScope && !store.enabled) store._enable()
      entered[store.kResourceStore] = prior
    },

    enterByRecord(stores: BoundStores, message: unknown, manner: Manner): number | null {
      const mark = top
      const values = valuesOf(executionAsyncResource())
      const met = walk(stores, message, values, manner)
      if (met === STRANGE) return null
      if (met === PLAIN) enterEach(mark, values, stores, message, manner)
      push(values)
      finish(mark, leaveIn(manner))
      return mark
    },

    enterOne: (store: Store, value: unknown) => new EnteredInResource(store as ResourceStore, value),

    isolate(fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      this.isolate = makeResourceIsolate(valuesOf)
      return this.isolate(fn, thisArg, ...args)
    }
  }
}

// Resources show no size of their values: what stores that were entered without a record are left by is the manner.
const BY_RUN = 0
const BY_SCOPE = 1
