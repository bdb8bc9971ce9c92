import { surfaceOnNextTick } from '../host/publish.js'
import type { BoundStores, Store, Transform } from '../types.js'
import type { EnterStyle } from './backend.js'
import type { Bindings } from './bindings.js'
import { type Entry, leaveAfter } from './entry.js'

/** Whether something bound along with a store is called for its value. */
export function isTransform(transform: unknown, style: EnterStyle): transform is Transform {
  return style === 'scope' ? !!transform : transform !== undefined
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

/**
 * Enters the stores of a channel one after the other: what a backend does with one of them is its own. The classes of
 * walks inherit from nothing, and assign their fields in the constructor: with a base class a walk of three stores took
 * twice the time on Node 22.
 */
export interface Walk {
  readonly message: unknown
  readonly style: EnterStyle
  /** Enters a value in a store. */
  enter(store: Store, value: unknown): void
  /** A transform is called next: it sees the stores entered so far. */
  beforeTransform(): void
  /** A transform was called: it may have changed the context. */
  afterTransform(): void
}

/**
 * Enters all stores of a channel in their order. It heeds what a transform binds and unbinds, as the host's walk does.
 */
function enterInOrder(walk: Walk, stores: BoundStores): void {
  stores.forEach(enterNext, walk)
}

// A fixed function: `for…of` makes an iterator, and an array for each store.
function enterNext(this: Walk, transform: unknown, store: Store): void {
  enterBound(this, store, transform)
}

/** Enters all stores of a channel, the last one first. */
function enterFromLast(walk: Walk, { stores, transforms }: Bindings): void {
  for (let i = stores.length - 1; i >= 0; i--) enterBound(walk, stores[i]!, transforms[i])
}

/** Enters a store with the message, or with what its transform makes of it. */
export function enterBound(walk: Walk, store: Store, transform: unknown): void {
  if (!isTransform(transform, walk.style)) {
    walk.enter(store, walk.message)
    return
  }
  walk.beforeTransform()
  const value = callTransform(transform, walk.message)
  walk.afterTransform()
  if (value !== NO_VALUE) walk.enter(store, value)
}

/** A walk that ends with an entry. */
export interface EntryWalk extends Walk {
  /** Whether all stores were met, and none of them had a value. */
  hasMetUnset(count: number): boolean
  /**
   * Makes the entry; `undefined` when nothing was entered. What a walk that was broken off has entered is left by it,
   * too.
   */
  finish(): Entry | undefined
}

/**
 * Enters all stores of a channel by a walk.
 *
 * @param bindings where they are known exactly; style `run` needs them
 */
export function enterByWalk(walk: EntryWalk, stores: BoundStores, bindings?: Bindings): Entry | undefined {
  try {
    if (walk.style === 'scope') enterInOrder(walk, stores)
    else enterFromLast(walk, bindings!)
  } catch (error) {
    throw leaveAfter(walk.finish(), error, walk.style)
  }
  const entry = walk.finish()
  if (
    bindings?.isSimple && !bindings.giveUndefined && walk.hasMetUnset(bindings.stores.length)
  ) bindings.giveUndefined = true
  return entry
}

/**
 * Enters a store whose transform was called already, when that has changed what is bound or the store itself, and the
 * others.
 *
 * @param value what the transform has returned
 */
export function enterFirstByWalk(
  walk: EntryWalk, store: Store, value: unknown, stores: BoundStores
): Entry | undefined {
  try {
    if (value !== NO_VALUE) walk.enter(store, value)
    if (walk.style === 'scope') enterOthers(walk, store, stores)
  } catch (error) {
    throw leaveAfter(walk.finish(), error, walk.style)
  }
  return walk.finish()
}

/**
 * Enters the stores that are bound by now, and those that are bound meanwhile, but for the first if that is the one
 * that was met.
 */
function enterOthers(walk: Walk, met: Store, stores: BoundStores): void {
  let isFirst = true
  stores.forEach((transform, store) => {
    const isMet = isFirst && store === met
    isFirst = false
    if (!isMet) enterBound(walk, store, transform)
  })
}
