import { surfaceOnNextTick } from '../host/publish.js'
import type { BoundStores, Transform } from '../types.js'
import type { Manner } from './manner.js'
import { pairsOf, pushNewPairs, slots, top } from './undo-stack.js'

/** Instead of a value: the store keeps its outer one. */
export const NO_VALUE = Symbol('no value')

/** Whether something bound along with a store is called for its value. */
export function isTransform(transform: unknown, manner: Manner): transform is Transform {
  return manner === 'scope' ? Boolean(transform) : transform !== undefined
}

/**
 * The value to enter in the store of the pair at `index`: the message, or what the pair's transform makes of it. Where
 * the transform throws, its error surfaces on the next tick, and the pair is left out.
 *
 * @param mark   of the record on top of the undo stack, whose pairs from `index` on are still `store, transform`
 * @param stores the stores that the record was made from
 */
export function valueAt(mark: number, index: number, stores: BoundStores, message: unknown, manner: Manner): unknown {
  if (slots[index] === undefined) return NO_VALUE
  const transform: unknown = slots[index + 1]
  if (!isTransform(transform, manner)) return message
  try {
    return transform(message)
  } catch (error) {
    surfaceOnNextTick(error)
    // Left out, but known: it is not to be met again.
    slots[index + 1] = slots[index]
    slots[index] = undefined
    return NO_VALUE
  } finally {
    if (manner === 'scope') followBoundStores(mark, index + 2, stores)
  }
}

/** Brings the pairs from `next` on up to date with the stores bound now: a transform has run, and may have changed them. */
function followBoundStores(mark: number, next: number, stores: BoundStores): void {
  let known = 0
  for (let i = pairsOf(mark); i < next; i += 2) {
    if (stores.has(slots[i] ?? slots[i + 1])) known++
  }
  for (let i = next; i < top; i += 2) {
    if (stores.has(slots[i])) {
      slots[i + 1] = stores.get(slots[i])
      known++
    } else {
      slots[i] = slots[i + 1] = undefined
    }
  }
  if (stores.size !== known) pushNewPairs(mark, stores)
}
