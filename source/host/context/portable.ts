import type { AnyFunction, Store } from '../../types.js'
import { AsyncLocalStorage } from 'node:async_hooks'
import { FAILED, valueFor, type Manner } from './manner.js'
import { undo } from './undo-stack.js'
import type { ContextWay } from './way.js'

/** The way that works everywhere: the storage's public `getStore` and `enterWith`. The undo of a store is its prior value. */
export const portable: ContextWay = {
  name: 'portable',
  manners: runIsMadeOfEnterWith() ? ['scope', 'run'] : ['scope'],

  enter(mark: number, message: unknown, manner: Manner): void {
    const { slots } = undo
    const end = mark + 2 + 2 * slots[mark + 1]
    for (let i = mark + 2; i < end; i += 2) {
      const store: Store = slots[i]
      const value = valueFor(slots[i + 1], message, manner)
      const prior = value === FAILED ? FAILED : store.getStore()
      if (prior === FAILED || (manner === 'run' && Object.is(prior, value))) {
        slots[i] = undefined
      } else {
        slots[i + 1] = prior
        store.enterWith(value)
      }
    }
  },

  leave(mark: number): void {
    const { slots } = undo
    for (let i = mark + 2 * slots[mark + 1]; i > mark; i -= 2) {
      const store: Store | undefined = slots[i]
      store?.enterWith(slots[i + 1])
    }
  }
}

/** On hosts with AsyncContextFrame `run` is `getStore` and `enterWith`; with async_hooks it goes past both. */
function runIsMadeOfEnterWith(): boolean {
  let calls = 0
  const storage = new AsyncLocalStorage<unknown>()
  const enterWith: AnyFunction = storage.enterWith
  storage.enterWith = function (value) { calls++; Reflect.apply(enterWith, storage, [value]) }
  storage.run(1, () => {})
  storage.disable()
  return calls === 2
}
