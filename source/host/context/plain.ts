import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyFunction, Store } from '../../types.js'
import { isHostsOwn } from '../own-code.js'

const { run, enterWith, getStore, withScope } = AsyncLocalStorage.prototype as unknown as Partial<Store>
const own = { run, enterWith, getStore, withScope }

/** Whether AsyncLocalStorage had its own methods when tracescope was loaded. If someone had patched them, no store is plain. */
export const untouched = isHostsOwn(own.run) && isHostsOwn(own.enterWith) && isHostsOwn(own.getStore) &&
  (own.withScope === undefined || isHostsOwn(own.withScope))

/**
 * Whether a store is entered and read by AsyncLocalStorage's own methods. Asked anew each time: agents subclass
 * AsyncLocalStorage and patch its prototype at any moment, and what they put there has to be called.
 */
export function isPlain(store: Store): boolean {
  return store.enterWith === own.enterWith && store.run === own.run && store.getStore === own.getStore &&
    store.withScope === own.withScope && untouched
}

/** Lets a method that does just what AsyncLocalStorage's own one does count as its own; or none, where it has none. */
export function adopt(name: 'run' | 'withScope', method: AnyFunction | undefined): void {
  own[name] = method
}
