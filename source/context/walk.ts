import { surfaceOnNextTick } from '../host/publish.js'
import type { BoundStores, Store, Transform } from '../types.js'
import type { EnterStyle } from './backend.js'

/** Whether something bound along with a store is called for its value. */
export function isTransform(transform: unknown, style: EnterStyle): transform is Transform {
  return style === 'scope' ? Boolean(transform) : transform !== undefined
}

/** Instead of a value: the transform threw, and the store keeps its outer value. */
export const NO_VALUE = Symbol('no value')

/** The value that a transform makes of a message. What it throws surfaces on the next tick. */
export function callTransform(transform: Transform, message: unknown): unknown {
  try {
    return transform(message)
  } catch (error) {
    surfaceOnNextTick(error)
    return NO_VALUE
  }
}

/** A store with the value that its transform has made, or `NO_VALUE`. */
export interface FirstStore {
  readonly store: Store
  readonly value: unknown
}

/** Enters the stores of a channel one after the other: what each backend does with one of them is its own. */
export abstract class Walk {
  readonly message: unknown
  readonly style: EnterStyle

  #known: Store | undefined

  constructor(message: unknown, style: EnterStyle) {
    this.message = message
    this.style = style
  }

  /** Enters a value in one store. */
  abstract enter(store: Store, value: unknown): void

  /** A transform is called next: it sees the stores entered so far. */
  beforeTransform(): void {}

  /** A transform was called: it may have changed the context. */
  afterTransform(): void {}

  /** Enters all the stores that are bound, the first one with a value that is known. */
  enterAll(stores: BoundStores, first?: FirstStore): void {
    if (first !== undefined) {
      this.#known = first.store
      if (first.value !== NO_VALUE) this.enter(first.store, first.value)
      // The host goes by what was bound when it began, up to Node 25.
      if (this.style === 'run') return
    }
    if (this.style === 'scope') {
      // While it walks `forEach` heeds what is bound and unbound, as the host's own loop does.
      stores.forEach(enterBound, this)
      return
    }
    const pairs: unknown[] = []
    stores.forEach(collect, pairs)
    for (let i = pairs.length - 2; i >= 0; i -= 2) this.enterBound(pairs[i] as Store, pairs[i + 1])
  }

  /** Enters one store, in which its transform may put something else than the message. */
  enterBound(store: Store, transform: unknown): void {
    if (store === this.#known) return
    if (!isTransform(transform, this.style)) {
      this.enter(store, this.message)
      return
    }
    this.beforeTransform()
    const value = callTransform(transform, this.message)
    this.afterTransform()
    if (value !== NO_VALUE) this.enter(store, value)
  }
}

// Fixed functions: a `for…of` over the map costs some 300 bytes a call.

function enterBound(this: Walk, transform: unknown, store: Store): void {
  this.enterBound(store, transform)
}

function collect(this: unknown[], transform: unknown, store: Store): void {
  this.push(store, transform)
}
