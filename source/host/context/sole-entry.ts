import type { Store } from '../../types.js'
import type { Manner } from './manner.js'

/** Where the values of stores are: the current frame, or what has those of the current resource. */
export type Place = unknown

/**
 * Enters one plain store for a function that keeps in variables of its own what it takes to leave it, and so calls in a
 * fifth less time than with a record on the undo stack:
 *
 *     const place = entry.place()
 *     const prior = entry.prior(store, place)
 *     if (!entry.applies(store, prior, value, manner)) …
 *     const entered = entry.enter(store, value, place)
 *     const size = entry.size(entered, place)
 *     try { … } finally { entry.leave(store, prior, place, entered, size, manner) }
 *
 * They are not one function that is given what to call: V8 would allocate its rest arguments.
 */
export interface SoleEntry {
  /** Where the values are now. */
  place(): Place
  /** What the store gives there. */
  prior(store: Store, place: Place): unknown
  /** Whether the value can be entered so: not one that the store gives already, in manner `run`. */
  applies(store: Store, prior: unknown, value: unknown, manner: Manner): boolean
  /** Enters a value, and gives where the values are then. */
  enter(store: Store, value: unknown, place: Place): Place
  /** What shows, when the store is left, whether one of the two places was changed meanwhile. */
  size(entered: Place, place: Place): number
  /** Puts back what the store gave. */
  leave(store: Store, prior: unknown, place: Place, entered: Place, size: number, manner: Manner): void
}
