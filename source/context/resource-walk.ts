import type { BoundStores, Store } from '../types.js'
import { readAt, writeAt } from './access-sites.js'
import { learnFrom } from './known-stores.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import type { ResourceStore, Values } from './resource-values.js'
import { begin, drop, type Met, pairsOf, PLAIN, pushPair, SIMPLE, slots, STRANGE, top } from './undo-stack.js'

/**
 * Enters a message in all the stores of a channel while it walks over them, if they are plain and have no transforms: in
 * whatever order, since nobody looks on. The record has a pair `store, undo` for each then. As soon as one store is met
 * that takes more, those before it are left, and the pairs are `store, transform` for whoever goes on; where that is not
 * a plain one, nothing is on the record.
 */
export type ResourceWalk = (stores: BoundStores, message: unknown, values: Values, manner: Manner) => Met

/**
 * @param currentOf what a store gives for what is held for it
 * @param defaults  whether a store may give something where nothing is held for it, not even `undefined`
 */
export function makeResourceWalk(currentOf: (store: ResourceStore, held: unknown) => unknown, defaults: boolean): ResourceWalk {
  // The walk under way, for the function that is called with each store: a closure of its own would be made for each walk.
  let underWay = false
  let first = 0
  let values: Values = NO_VALUES
  let byRun = false
  let met = SIMPLE as Met
  let disabled = false
  let hadValues = false

  /** Enters the message, which is `this`. */
  const enter = function (this: unknown, transform: unknown, store: Store): void {
    if (met !== SIMPLE || transform !== undefined || !isPlain(store)) {
      if (met === SIMPLE) {
        takeBack()
        met = PLAIN
      }
      pushPair(store, transform)
      if (!isPlain(store)) met = STRANGE
      return
    }
    const place = top - first >> 1
    const held = readAt(place, values, (store as ResourceStore).kResourceStore)
    const current = currentOf(store as ResourceStore, held)
    if (current !== undefined || (defaults && (store as ResourceStore).kResourceStore in values)) hadValues = true
    if (byRun && Object.is(current, this)) {
      pushPair(undefined, store)
    } else {
      // `run` puts back what was on the resource, even if the store was disabled; a scope what the store gave.
      pushPair(store, byRun ? held : current)
      writeAt(place, values, (store as ResourceStore).kResourceStore, this)
      if (!(store as ResourceStore).enabled) disabled = true
    }
  }

  /** Leaves what has been entered so far: the pairs are `store, transform` again. */
  const takeBack = (): void => {
    for (let i = first; i < top; i += 2) {
      if (slots[i] === undefined) slots[i] = slots[i + 1]
      else values[slots[i].kResourceStore] = slots[i + 1]
      slots[i + 1] = undefined
    }
  }

  /** Enables what has been entered. Not before all of it has: from then on promises are observed. */
  const enable = (): void => {
    for (let i = top - 2; i >= first; i -= 2) {
      const store: ResourceStore | undefined = slots[i]
      if (store !== undefined && !store.enabled) store._enable()
    }
  }

  return (stores, message, current, manner) => {
    // A store may have getters, and those may trace.
    if (underWay) return STRANGE
    underWay = true
    const mark = begin()
    first = pairsOf(mark)
    values = current
    byRun = manner === 'run'
    met = SIMPLE
    disabled = hadValues = false
    try {
      stores.forEach(enter, message)
      if (disabled && met === SIMPLE) enable()
      if (!hadValues && met === SIMPLE) learnFrom(mark, stores)
    } catch (error) {
      if (met === SIMPLE) takeBack()
      met = STRANGE
      throw error
    } finally {
      underWay = false
      // Nothing may be held alive by a trace that is over.
      values = NO_VALUES
      if (met === STRANGE) drop(mark)
    }
    return met
  }
}

const NO_VALUES: Values = {}
