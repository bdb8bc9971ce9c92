import { AsyncLocalStorage } from '../host/async-hooks.js'
import { isHostsOwn, isOfThisHost } from '../host/methods.js'
import { Object } from '../primordials.js'
import { OWN_METHODS, processRegistry, type OwnMethods } from '../registry.js'
import type { AnyFunction, Store } from '../types.js'
import { storagesUseAsyncHooks } from './storages-use-async-hooks.js'
import type { ResourceStore } from './resource/resource-store.js'
import { enableStandIn } from './resource/stand-in.js'

// One for all copies of the package in this process: what one of them puts in place of a method, all of them know.
if (
  processRegistry[OWN_METHODS] === undefined
) Object.defineProperty(processRegistry, OWN_METHODS, { value: findOwnMethods() })
const own: OwnMethods = processRegistry[OWN_METHODS]!

/**
 * Whether AsyncLocalStorage had its own methods when tracescope was loaded. If someone had patched them, no store is
 * native.
 */
export const { untouched } = own

/** The host's own `enterWith`, whatever a copy of the package has put in its place. */
export const { hostEnterWith } = own

/** The methods of AsyncLocalStorage that someone had put there before tracescope was loaded. */
export function patchedBefore(): string[] {
  const { run, enterWith, getStore, withScope } = own
  return untouched ? [] : Object.entries({ run, enterWith, getStore, withScope })
    .filter(([, method]) => method !== undefined && !isOfThisHost(method)).map(([name]) => name)
}

/** Whether any method of AsyncLocalStorage is Node's own. */
export function hasStoragesOfNode(): boolean {
  return [own.run, own.enterWith, own.getStore].some(isHostsOwn)
}

type Adoptable = Pick<OwnMethods, 'run' | 'enterWith' | 'withScope' | '_enable'>

function findOwnMethods(): OwnMethods {
  const { run, enterWith, getStore, withScope, _enable } =
    AsyncLocalStorage.prototype as unknown as Partial<ResourceStore>
  const untouched = [run, enterWith, getStore].every(isOfThisHost) &&
    (withScope === undefined || isOfThisHost(withScope))
  return { run, enterWith, getStore, withScope, _enable, hostEnterWith: enterWith, untouched }
}

/**
 * Whether a store is entered by AsyncLocalStorage's own methods. It is asked anew each time: agents subclass
 * AsyncLocalStorage and patch its prototype at any moment, and what they put there has to be called.
 *
 * `getStore` may be anyone's: it is called where the host calls it. With async_hooks a storage is enabled by `_enable`
 * only where it is not, while the host calls that each time.
 */
export const isNative: (store: Store) => boolean =
  storagesUseAsyncHooks ? isEnteredAndEnabledNatively : isEnteredNatively

function isEnteredNatively(store: Store): boolean {
  return store.enterWith === own.enterWith && store.run === own.run && store.withScope === own.withScope && untouched
}

function isEnteredAndEnabledNatively(store: Store): boolean {
  if (!isEnteredNatively(store)) return false
  const { _enable } = store as ResourceStore
  return _enable === own._enable || _enable === enableStandIn
}

/** Whether a value is a store whose scopes enter it by AsyncLocalStorage's own methods. */
export function isScopedNatively(store: Store | undefined | null): boolean {
  return store !== undefined && store !== null && store.enterWith === own.enterWith &&
    store.withScope === own.withScope && untouched
}

/** Whether a store is read by AsyncLocalStorage's own `getStore`, which looks at the context and does nothing else. */
export function isReadNatively(store: Store): boolean {
  return store.getStore === own.getStore
}

/** Whether a method counts as AsyncLocalStorage's own one of that name. */
export function isOwn(name: keyof Adoptable, method: unknown): boolean {
  return method === own[name]
}

/** Lets a method that does just what AsyncLocalStorage's own one does count as its own; or none, where it has none. */
export function adopt(name: keyof Adoptable, method: AnyFunction | undefined): void {
  own[name] = method
}
