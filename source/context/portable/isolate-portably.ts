import { AsyncLocalStorage, AsyncResource } from '../../host/async-hooks.js'
import { hidesSubscribers } from '../../host/fronts.js'
import { apply, joined } from '../../primordials.js'
import type { AnyFunction, Store } from '../../types.js'
import { storagesUseAsyncHooks } from '../storages-use-async-hooks.js'
import type { Isolate } from '../isolate.js'
import { beginNoting, endNoting, isFirstSwitch, switched } from '../disable-log.js'

/**
 * Isolates by public API: the call is made in a resource of its own, which takes the context along and gives it back.
 */
export const isolatePortably: Isolate = (fn, thisArg, ...args) => {
  const resource = new AsyncResource('tracescope.isolate')
  if (!storagesUseAsyncHooks) return resource.runInAsyncScope(callInCopy, undefined, fn, thisArg, args)
  const mark = beginNoting()
  try {
    return apply(resource.runInAsyncScope, resource, joined([fn, thisArg], args))
  } finally {
    switchBack(mark)
    endNoting()
  }
}

/**
 * Enables again what was disabled: not by a `run`, which would leave a value of `undefined` where there was none, and
 * so take the default value away. Leaves without a value what was not enabled.
 */
function switchBack(mark: number): void {
  for (let i = mark, end = switched.length; i < end; i++) {
    const { storage, wasEnabled } = switched[i]!
    if (!isFirstSwitch(mark, i)) continue
    if (wasEnabled) storage._enable()
    else if (storage.enabled) leaveWithoutValue(storage)
  }
}

/** Enters what the storage gives to those that have no value. */
function leaveWithoutValue(storage: Store & { disable(): void }): void {
  storage.disable()
  storage.enterWith(storage.getStore())
}

let copier: InstanceType<typeof AsyncLocalStorage<boolean>> | undefined

/**
 * The resource has the context itself, which `disable` changes in place: what entering a storage makes is a copy. On
 * workerd there is neither.
 */
function callInCopy(fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  if (!hidesSubscribers) {
    copier ??= new AsyncLocalStorage()
    copier.enterWith(true)
    copier.disable()
  }
  return apply(fn, thisArg, args)
}
