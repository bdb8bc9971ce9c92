import { AsyncLocalStorage } from 'node:async_hooks'
import { isHostsOwn } from '../host/methods.js'
import type { AnyFunction, Store } from '../types.js'

/** The methods that count as AsyncLocalStorage's own. */
interface OwnMethods {
  run: AnyFunction | undefined
  readonly enterWith: AnyFunction | undefined
  readonly getStore: AnyFunction | undefined
  withScope: AnyFunction | undefined
  readonly untouched: boolean
}

// One for all copies of the package in this process: what one of them puts in place of a method, all of them know.
const OWN_METHODS = Symbol.for('tracescope.own-methods-of-storages')
const shared = globalThis as { [OWN_METHODS]?: OwnMethods }
if (shared[OWN_METHODS] === undefined) Object.defineProperty(shared, OWN_METHODS, { value: findOwnMethods() })
const own: OwnMethods = shared[OWN_METHODS]!

/** Whether AsyncLocalStorage had its own methods when tracescope was loaded. If someone had patched them, no store is plain. */
export const { untouched } = own

function findOwnMethods(): OwnMethods {
  const { run, enterWith, getStore, withScope } = AsyncLocalStorage.prototype as unknown as Partial<Store>
  const untouched = [run, enterWith, getStore].every(isHostsOwn) && (withScope === undefined || isHostsOwn(withScope))
  return { run, enterWith, getStore, withScope, untouched }
}

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
