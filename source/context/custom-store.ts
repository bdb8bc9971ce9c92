import { surfaceOnNextTick } from '../host/publish.js'
import { append, takeLast } from '../primordials.js'
import { afterFailure, type Failure } from '../suppressed.js'
import type { BoundStores, Store } from '../types.js'
import type { Entry } from './entry.js'
import { use, type OpenedScope } from './opened-scope.js'
import { enterByWalk, type EntryWalk } from './walk.js'

// Stores with methods of their own: agents subclass AsyncLocalStorage, and bind what is only shaped like one.

/** Whether a store has the methods to be entered and left without a closure. */
export function isScopable(store: Store): boolean {
  return typeof store.withScope === 'function' ||
    (typeof store.enterWith === 'function' && typeof store.getStore === 'function')
}

/** Enters one store by its own methods, whatever they are. */
export type OpenScope = (store: Store, value: unknown) => Disposable

/**
 * Enters all of `stores` in style `scope`, each by its own methods. Where a store throws, those entered before it are
 * left again.
 *
 * @returns the entry, or `null` when one of them has not what it takes
 */
export function enterByOwnMethods(
  stores: BoundStores, message: unknown, openScope: OpenScope
): Entry | undefined | null {
  let areScopable = true
  stores.forEach((_transform, store) => { if (!isScopable(store)) areScopable = false })
  return areScopable ? enterByWalk(new ScopesEntry(message, openScope), stores) : null
}

/** The scopes of stores, in the order in which they were opened. */
class ScopesEntry implements EntryWalk, Entry {
  readonly message: unknown
  readonly style = 'scope'
  readonly mayFail = true
  readonly #openScope: OpenScope
  readonly #scopes: OpenedScope[] = []

  constructor(message: unknown, openScope: OpenScope) {
    this.message = message
    this.#openScope = openScope
  }

  beforeTransform(): void {}

  afterTransform(): void {}

  enter(store: Store, value: unknown): void {
    const scope = use(this.#openScope(store, value))
    if (scope !== undefined) append(this.#scopes, scope)
  }

  hasMetUnset(): boolean {
    return false
  }

  finish(): Entry | undefined {
    return this
  }

  /** Disposes all of them, even if one throws. */
  leave(): void {
    let failure: Failure | undefined
    for (let scope = takeLast(this.#scopes); scope !== undefined; scope = takeLast(this.#scopes)) {
      try {
        scope.dispose()
      } catch (error) {
        failure = afterFailure(error, failure)
      }
    }
    if (failure !== undefined) throw failure.error
  }

  leaveScope(): void {
    this.leave()
  }
}

// Stores that are not native, among those that are: a transform bound or patched them when all stores of its channel
// had been found to be native, or someone patched them between entering and leaving.

/** How a store is left that was entered by its own methods. */
export class CustomPrior {
  readonly #scope: OpenedScope | undefined
  readonly #hasPrior: boolean
  readonly #prior: unknown

  /** By the scope, if there is one; else by `enterWith`, if there is a prior value. */
  constructor(scope: OpenedScope | undefined, hasPrior: boolean, prior: unknown) {
    this.#scope = scope
    this.#hasPrior = hasPrior
    this.#prior = prior
  }

  /** Whether a value is one: not by `instanceof`, since it may be a proxy of the program, which would be asked. */
  static is(value: unknown): value is CustomPrior {
    return typeof value === 'object' && value !== null && #prior in value
  }

  leave(store: Store): void {
    if (this.#hasPrior) store.enterWith(this.#prior)
    else this.#scope?.dispose()
  }
}

/**
 * Enters a value in a store by the store's own methods. What they throw surfaces on the next tick, as for a transform:
 * there is no way back from here.
 *
 * @returns what {@link leaveCustom} takes
 */
export function enterCustom(store: Store, value: unknown, byScope: boolean): CustomPrior {
  try {
    if (
      byScope && typeof store.withScope === 'function'
    ) return new CustomPrior(use(store.withScope(value)), false, undefined)
    const prior = store.getStore()
    store.enterWith(value)
    return new CustomPrior(undefined, true, prior)
  } catch (error) {
    surfaceOnNextTick(error)
    return new CustomPrior(undefined, false, undefined)
  }
}

/**
 * Leaves a store by its own methods. Returns what is to be thrown once the other stores of the entry have been left:
 * what they throw, and what was to be thrown before.
 *
 * @param prior what {@link enterCustom} has returned, or the value that the store gave when it was native
 */
export function leaveCustom(store: Store, prior: unknown, before: Failure | undefined): Failure | undefined {
  try {
    if (CustomPrior.is(prior)) prior.leave(store)
    else store.enterWith(prior)
    return before
  } catch (error) {
    return afterFailure(error, before)
  }
}
