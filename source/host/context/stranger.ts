import type { Store } from '../../types.js'
import { surfaceOnNextTick } from '../uncaught.js'
import type { Manner } from './manner.js'
import { slots } from './undo-stack.js'

/**
 * Enters a value in the store of the pair at `index` by the store's own methods: one that is not plain, and came in when
 * all others had been found to be, because a transform bound or patched it. It is left by its `enterWith`, as any store is
 * that is not plain when it is left.
 *
 * What such a store throws surfaces on the next tick, as for a transform: there is no way back from here.
 */
export function enterStranger(index: number, value: unknown, manner: Manner): void {
  const store: Store = slots[index]
  try {
    if (manner === 'scope' && typeof store.withScope === 'function') {
      const scope = store.withScope(value)
      slots[index] = { enterWith() { scope[Symbol.dispose]() } }
    } else {
      slots[index + 1] = store.getStore()
      store.enterWith(value)
    }
  } catch (error) {
    surfaceOnNextTick(error)
    slots[index] = undefined
  }
}
