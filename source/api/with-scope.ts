import type { AsyncLocalStorage } from 'node:async_hooks'
import { isScopable } from '../context/own-methods.js'
import { isPlain } from '../context/plain.js'
import { portable } from '../context/portable.js'
import { way } from '../context/select-backend.js'
import type { EnteredStore } from '../context/way.js'
import { invalidArgType } from '../errors.js'
import type { Watch } from '../registry.js'
import type { Store } from '../types.js'

/** One storage with a value entered, until the scope is disposed: Node's `RunScope` (nodejs/node#61674). */
export class RunScope implements Disposable {
  #entered: EnteredStore | undefined

  /** Enters `value`. Use `withScope`, which checks its argument. */
  constructor(storage: Store, value: unknown) {
    this.#entered = (isPlain(storage) ? way : portable).enterOne(storage, value)
  }

  /** Restores the value that was current when the scope was opened. Does nothing the second time. */
  dispose(): void {
    const entered = this.#entered
    this.#entered = undefined
    entered?.leave()
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.dispose()
  }
}

/** Enters one store as Node 26 does: by its `withScope`, or as AsyncLocalStorage's `withScope` does where it has none. */
export function openScope(store: Store, value: unknown): Disposable {
  return typeof store.withScope === 'function' ? store.withScope(value) : new RunScope(store, value)
}

// What strict mode replaces.
let PlainScope = RunScope
let openOther = openScope

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
export function withScope<T>(storage: AsyncLocalStorage<T>, value: T): RunScope {
  const store = storage as unknown as Store
  if ((typeof store !== 'object' && typeof store !== 'function') || store === null || !isScopable(store)) {
    throw invalidArgType('storage', 'an instance of AsyncLocalStorage', storage)
  }
  return isPlain(store) ? new PlainScope(store, value) : openOther(store, value) as RunScope
}

/** Lets strict mode watch the scopes that `withScope` opens. */
export function watchScopes(watch: Watch): void {
  const openPlain = watch((store: Store, value: unknown) => new RunScope(store, value))
  // Called with `new` like the class: its result is what that gives.
  PlainScope = function (store: Store, value: unknown) { return openPlain(store, value) } as unknown as typeof RunScope
  openOther = watch(openScope)
}
