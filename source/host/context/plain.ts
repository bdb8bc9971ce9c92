import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store } from '../../types.js'

const { run, enterWith, getStore, withScope } = AsyncLocalStorage.prototype as unknown as Store

/**
 * Whether a store is entered and read by AsyncLocalStorage's own methods. Asked anew each time: agents subclass
 * AsyncLocalStorage and patch its prototype at any moment, and what they put there has to be called.
 */
export function isPlain(store: Store): boolean {
  return store.run === run && store.enterWith === enterWith && store.getStore === getStore && store.withScope === withScope
}
