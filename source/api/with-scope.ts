import type { AsyncLocalStorage } from 'node:async_hooks'
import { isScopable } from '../context/custom-store.js'
import { isNative, isScopedNatively } from '../context/native-store.js'
import { openScope, RunScope } from '../context/run-scope.js'
import { backend } from '../context/select-backend.js'
import { invalidArgType } from '../errors.js'
import { hidesSubscribers } from '../host/fronts.js'
import { cannotEnter } from '../live/errors.js'
import { match } from '../primordials.js'
import type { Watch } from '../registry.js'
import type { Store } from '../types.js'

// What strict mode replaces.
let openOwn = backend.scopes?.open
let NativeScope = RunScope
let openOther = hidesSubscribers ? openScopeOrRefuse : openScope

const NOT_IMPLEMENTED = /not implemented/

/** On a host that can't enter a storage without a function: workerd. */
function openScopeOrRefuse(store: Store, value: unknown): Disposable {
  try {
    return openScope(store, value)
  } catch (error) {
    throw match(NOT_IMPLEMENTED, `${(error as Error | undefined)?.message}`)
      ? cannotEnter('withScope()', 'storage.run(value, fn)', error)
      : error
  }
}

/**
 * Enters a value in an AsyncLocalStorage until the scope that it gives is disposed: `AsyncLocalStorage#withScope` of
 * Node 26 (nodejs/node#61674) on every host.
 *
 * ```js
 * using scope = withScope(storage, value)
 * ```
 *
 * Without `using`, call `scope.dispose()` in a `finally`. Disposing restores what was current when the scope was
 * opened, a `defaultValue` or nothing included; disposing again does nothing. A subclass's own `withScope`, `enterWith`
 * and `getStore` are the ones that are called.
 *
 * @param storage where to enter the value
 * @param value   what `storage.getStore()` gives from now on
 * @returns the scope, with `dispose()` and `[Symbol.dispose]()`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `storage` is not an AsyncLocalStorage or shaped like one
 */
export function withScope<T>(storage: AsyncLocalStorage<T>, value: NoInfer<T>): RunScope {
  const store = storage as unknown as Store
  if (openOwn !== undefined && isScopedNatively(store)) return openOwn(store, value)
  if ((typeof store === 'object' || typeof store === 'function') && store !== null) {
    if (isNative(store)) return new NativeScope(store, value)
    if (isScopable(store)) return openOther(store, value) as RunScope
  }
  throw invalidArgType('storage', 'an instance of AsyncLocalStorage', storage)
}

/** Lets strict mode watch the scopes that `withScope` opens. */
export function watchScopes(watch: Watch): void {
  openOwn = undefined
  const openNative = watch((store: Store, value: unknown) => new RunScope(store, value))
  // Called with `new` like the class: its result is what that gives.
  NativeScope = function (store: Store, value: unknown) {
    return openNative(store, value)
  } as unknown as typeof RunScope
  openOther = watch(openScope)
}
