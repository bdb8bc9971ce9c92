import { executionAsyncResource } from 'node:async_hooks'
import type { AnyFunction, BoundStores, Store } from '../../types.js'
import { readAt, writeAt } from './access-sites.js'
import { makeResourceIsolate } from './isolate-in-resource.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { findValues, storagesHaveDefaults, type ResourceStore, type Values } from './resource-values.js'
import { enterStranger, leaveStranger, type Failure } from './stranger.js'
import {
  drop, NOT_ENTERED, PLAIN, pop, push, pushPair, reversePairs, SIMPLE, slots, STRANGE, top, type Leave, type Met
} from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
import type { ContextWay, EnteredStore } from './way.js'

/**
 * The way of hosts that build AsyncLocalStorage on async_hooks: the values are properties of the current resource, which
 * is looked up once for all stores of a trace, where the public methods look it up three times for each.
 *
 * @returns `undefined` where the values are kept elsewhere
 */
export function makeResourceWay(): ContextWay | undefined {
  const found = findValues()
  if (found === undefined) return undefined
  const valuesOf = found
  const defaults = storagesHaveDefaults()

  /** What the store gives for what is held for it. */
  const currentOf = (store: ResourceStore, held: unknown): unknown =>
    store.enabled && (held !== undefined || !defaults) ? held : store.getStore()

  const set = (store: ResourceStore, place: number, values: Values, value: unknown): void => {
    if (!store.enabled) store._enable()
    writeAt(place, values, store.kResourceStore, value)
  }

  /** Enters a value in the store at a place of the record. */
  const enterAt = (mark: number, place: number, values: Values, value: unknown, manner: Manner): void => {
    const index = mark + place * 2
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

  // The walk over the stores of a channel that is under way; a closure of its own would be made for each.
  let underWay = false
  let from = 0
  let values: Values = NO_VALUES
  let byRun = false
  let met = SIMPLE as Met

  /**
   * Enters the message, which is `this`, in one store after the other, whose order nobody can tell. As soon as one is met
   * that takes more, those before it are left, and the record goes on with pairs `store, transform`.
   */
  const enterSimple = function (this: unknown, transform: unknown, store: Store): void {
    if (met !== SIMPLE || transform !== undefined || !isPlain(store) || !(store as ResourceStore).enabled) {
      if (met === SIMPLE) {
        takeBack()
        met = PLAIN
      }
      pushPair(store, transform)
      if (!isPlain(store)) met = STRANGE
      return
    }
    const key = (store as ResourceStore).kResourceStore
    const place = top - from >> 1
    const held = readAt(place, values, key)
    const current = currentOf(store as ResourceStore, held)
    if (byRun && Object.is(current, this)) {
      pushPair(undefined, store)
    } else {
      pushPair(store, byRun ? held : current)
      writeAt(place, values, key, this)
    }
  }

  /** Leaves what `enterSimple` has entered so far: the pairs are `store, transform` again. */
  const takeBack = (): void => {
    for (let i = from; i < top; i += 2) {
      if (slots[i] === undefined) slots[i] = slots[i + 1]
      else values[slots[i].kResourceStore] = slots[i + 1]
      slots[i + 1] = undefined
    }
  }

  // `run` leaves its stores where it entered them.
  const leaveRun: Leave = (mark) => {
    pop()
    const values: Values = pop()
    while (top > mark) {
      const undo = pop()
      const store: ResourceStore | undefined = pop()
      if (store !== undefined) writeAt(top - mark >> 1, values, store.kResourceStore, undo)
    }
  }

  // A scope enters the old value, in what is then current: for a call that is where it was entered.
  const leaveScope: Leave = (mark, detached) => {
    pop()
    const entered: Values = pop()
    const values = detached ? valuesOf(executionAsyncResource()) : entered
    let failure: Failure | undefined
    while (top > mark) {
      const undo = pop()
      const store: ResourceStore | undefined = pop()
      if (store === undefined) continue
      if (isPlain(store)) set(store, top - mark >> 1, values, undo)
      else failure = leaveStranger(store, undo) ?? failure
    }
    if (failure !== undefined) throw failure.error
  }

  class EnteredInResource implements EnteredStore {
    readonly #store: ResourceStore
    readonly #prior: unknown

    constructor(store: ResourceStore, value: unknown) {
      this.#store = store
      this.#prior = store.getStore()
      set(store, 0, valuesOf(executionAsyncResource()), value)
    }

    leave(): void {
      // A scope may be open for long: someone may have patched the storage meanwhile.
      if (isPlain(this.#store)) set(this.#store, 0, valuesOf(executionAsyncResource()), this.#prior)
      else this.#store.enterWith(this.#prior)
    }
  }

  const enterEach = (mark: number, values: Values, stores: BoundStores, message: unknown, manner: Manner): void => {
    if (manner === 'run') reversePairs(mark)
    for (let i = mark; i < top; i += 2) {
      const value = valueAt(mark, i, stores, message, manner)
      if (value === NO_VALUE) continue
      if (isPlain(slots[i])) enterAt(mark, i - mark >> 1, values, value, manner)
      else enterStranger(i, value, manner)
    }
  }

  return {
    name: 'resource',

    enter(stores: BoundStores, message: unknown, manner: Manner): number {
      // A store may have getters, and those may trace.
      if (underWay) return NOT_ENTERED
      const mark = top
      const current = valuesOf(executionAsyncResource())
      underWay = true
      from = mark
      values = current
      byRun = manner === 'run'
      met = SIMPLE as Met
      try {
        stores.forEach(enterSimple, message)
      } catch (error) {
        if (met === SIMPLE) takeBack()
        drop(mark)
        throw error
      } finally {
        underWay = false
        values = NO_VALUES
      }
      if (met === STRANGE) {
        drop(mark)
        return NOT_ENTERED
      }
      if (met === PLAIN) enterEach(mark, current, stores, message, manner)
      push(current)
      push(manner === 'run' ? leaveRun : leaveScope)
      return mark
    },

    enterOne: (store: Store, value: unknown) => new EnteredInResource(store as ResourceStore, value),

    isolate(fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      this.isolate = makeResourceIsolate(valuesOf)
      return this.isolate(fn, thisArg, ...args)
    }
  }
}


// Nothing may be held alive by a trace that is over.
const NO_VALUES: Values = {}
