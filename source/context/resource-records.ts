import { executionAsyncResource } from 'node:async_hooks'
import type { BoundStores } from '../types.js'
import { readAt, setAt, writeAt } from './access-sites.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import type { ResourceStore, Values } from './resource-values.js'
import { makeResourceWalk } from './resource-walk.js'
import { enterStranger, type Failure, leaveStranger } from './stranger.js'
import { abandon, drop, finish, type Leave, pairsOf, PLAIN, pop, push, reversePairs, slots, STRANGE, top } from './undo-stack.js'
import { NO_VALUE, valueAt } from './values.js'
import type { ContextWay } from './way.js'

/**
 * Stores that are entered on resources with a record on the undo stack: after its pairs come the values of the resource that
 * they were entered on.
 *
 * @param valuesOf  where a resource has its values
 * @param currentOf what a store gives for what is held for it
 * @param defaults  whether a store may give something where nothing is held for it
 */
export function makeResourceRecords(
  valuesOf: (resource: object) => Values,
  currentOf: (store: ResourceStore, held: unknown) => unknown,
  defaults: boolean
): ContextWay['enterByRecord'] {
  const walk = makeResourceWalk(currentOf, defaults)

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
    setAt(place, values, store, value)
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
      if (isPlain(store)) setAt(top - first >> 1, values, store, undo)
      else failure = leaveStranger(store, undo) ?? failure
    }
    drop(mark)
    if (failure !== undefined) throw failure.error
  }

  const leaveBy = (manner: Manner): Leave => manner === 'run' ? leaveRun : leaveScope

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
      abandon(mark, top, leaveBy(manner))
      throw error
    }
  }

  return (stores, message, manner) => {
    const mark = top
    const values = valuesOf(executionAsyncResource())
    const met = walk(stores, message, values, manner)
    if (met === STRANGE) return null
    if (met === PLAIN) enterEach(mark, values, stores, message, manner)
    push(values)
    finish(mark, leaveBy(manner))
    return mark
  }
}
