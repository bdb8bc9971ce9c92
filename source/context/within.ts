import type { AnyFunction, BoundStores } from '../types.js'
import type { Manner } from './manner.js'
import { leaveRecord } from './undo-stack.js'
import { undo } from './undo.js'
import type { ContextWay } from './way.js'

/** Calls a function with stores that a way has entered for a message: what is tried of a way before it is used. */
export function within(way: ContextWay, bound: BoundStores, message: unknown, manner: Manner, fn: AnyFunction): void {
  const entered = way.enter(bound, message, manner)
  if (entered === null) throw new Error('the stores are not plain')
  const { stores, outer, prior, size } = undo
  try {
    fn()
  } finally {
    if (typeof entered === 'number') leaveRecord(entered)
    else way.leaveUnrecorded!(entered, stores!, outer, prior, size)
  }
}
