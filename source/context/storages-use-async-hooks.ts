import { AsyncLocalStorage } from 'node:async_hooks'

const { _enable: enable } = AsyncLocalStorage.prototype as { _enable?: unknown }

/**
 * Whether this host builds AsyncLocalStorage on async_hooks. Told by its shape: using one, and on some versions making
 * one, has every promise of the process observed from then on, at three times the cost. Bun has a method of that name that
 * does nothing.
 */
export const storagesUseAsyncHooks = typeof enable === 'function' && !/\{\s*\}$/.test(Function.prototype.toString.call(enable))
