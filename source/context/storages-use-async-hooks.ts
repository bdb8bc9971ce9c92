import { AsyncLocalStorage } from '../host/async-hooks.js'
import { match, sourceTextOf } from '../primordials.js'

const { _enable: enable } = AsyncLocalStorage.prototype as unknown as { _enable?: unknown }

/**
 * Whether this host builds AsyncLocalStorage on async_hooks. Told by its shape: using one, and on some versions making
 * one, has every promise of the process observed from then on, at three times the cost. Bun has a method of that name
 * that does nothing.
 */
export const storagesUseAsyncHooks = typeof enable === 'function' && match(/\{\s*\}$/, sourceTextOf(enable)) === null
