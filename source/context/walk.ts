import { surfaceOnNextTick } from '../host/publish.js'
import type { BoundStores, Store, Transform } from '../types.js'
import type { EnterStyle } from './backend.js'
import { areOthers, type Bindings } from './bindings.js'
import type { Entry } from './entry.js'

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

/** Enters the stores of a channel one after the other: what each backend does with one of them is its own. */
export abstract class Walk {
  readonly message: unknown
  readonly style: EnterStyle

  constructor(message: unknown, style: EnterStyle) {
    this.message = message
    this.style = style
  }

  /** Enters a value in a store. */
  abstract enter(store: Store, value: unknown): void

  /** A transform is called next: it sees the stores entered so far. */
  beforeTransform(): void {}

  /** A transform was called: it may have changed the context. */
  afterTransform(): void {}

  /** Enters all stores of a channel. */
  enterAll(bindings: Bindings, stores: BoundStores): void {
    const { stores: list, transforms } = bindings
    if (this.style === 'run') {
      for (let i = list.length - 1; i >= 0; i--) this.enterBound(list[i]!, transforms[i])
      return
    }
    for (let i = 0; i < list.length; i++) {
      // A transform may have changed what is bound.
      if (i > 0 && !bindings.isSimple && !isBound(list[i]!, transforms[i], stores)) return this.enterOthers(list.slice(0, i), stores)
      this.enterBound(list[i]!, transforms[i])
    }
    if (!bindings.isSimple && areOthers(bindings, stores)) this.enterOthers([...list], stores)
  }

  /** Enters the stores that are bound besides those that it has met: the host heeds in its walk what is bound meanwhile. */
  enterOthers(met: Store[], stores: BoundStores): void {
    for (const [store, transform] of stores) {
      if (met.includes(store)) continue
      met.push(store)
      this.enterBound(store, transform)
    }
  }

  /** Enters a store with the message, or with what its transform makes of it. */
  enterBound(store: Store, transform: unknown): void {
    if (!isTransform(transform, this.style)) {
      this.enter(store, this.message)
      return
    }
    this.beforeTransform()
    const value = callTransform(transform, this.message)
    this.afterTransform()
    if (value !== NO_VALUE) this.enter(store, value)
  }

  /** Enters a store whose transform was called already, when that has changed what is bound or the store itself. */
  enterFirst(store: Store, value: unknown, stores: BoundStores): void {
    if (value !== NO_VALUE) this.enter(store, value)
    if (this.style === 'scope') this.enterOthers([store], stores)
  }
}

function isBound(store: Store, transform: unknown, stores: BoundStores): boolean {
  return stores.get(store) === transform && (transform !== undefined || stores.has(store))
}

/** A walk that ends with an entry. */
export interface EntryWalk extends Walk {
  /** Whether all stores were met, and none of them had a value. */
  hasMetUnset(count: number): boolean
  /** Makes the entry; `undefined` when nothing was entered. What a walk that was broken off has entered is left by it, too. */
  finish(): Entry | undefined
}

/** Enters all stores of a channel by a walk. */
export function enterByWalk(walk: EntryWalk, bindings: Bindings, stores: BoundStores): Entry | undefined {
  try {
    walk.enterAll(bindings, stores)
  } catch (error) {
    walk.finish()?.leave()
    throw error
  }
  const entry = walk.finish()
  if (bindings.isSimple && !bindings.giveUndefined && walk.hasMetUnset(bindings.stores.length)) bindings.giveUndefined = true
  return entry
}

/** Enters a store whose transform was called already, when that has changed what is bound or the store itself, and the others. */
export function enterFirstByWalk(walk: EntryWalk, store: Store, value: unknown, stores: BoundStores): Entry | undefined {
  try {
    walk.enterFirst(store, value, stores)
  } catch (error) {
    walk.finish()?.leave()
    throw error
  }
  return walk.finish()
}
