import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Whether this host builds AsyncLocalStorage on async_hooks. Told by its shape: using one, and on some versions making
 * one, has every promise of the process observed from then on, at three times the cost.
 */
export const storagesUseAsyncHooks = '_enable' in AsyncLocalStorage.prototype
