import type { Store } from '../types.js'

/**
 * What was entered: the mark of a record on the undo stack, or, where it took no record, the place where the values are
 * now. `null`: nothing, because it can't be entered in the way that was asked for.
 */
export type Entered = number | object | null

/** What was entered without a record: one plain store, or several in the order of the list. */
export type EnteredStores = Store | readonly Store[]

export const isSeveral: (stores: EnteredStores) => stores is readonly Store[] = Array.isArray as any

/**
 * What it takes to leave stores that were entered without a record, besides the place. Who enters reads it at once, into
 * variables:
 *
 *     const entered = enter(…)
 *     const { stores, outer, prior, size, mark } = undo
 *     try { … } finally { leave(entered, stores, outer, prior, size, mark) }
 *
 * Most channels have one store, and a record of it would take a tenth of the time of a trace: V8 notes each young object
 * that is written to an old one, as the place would be.
 */
export const undo: Undo = { stores: undefined, outer: undefined, prior: undefined, size: 0, mark: 0 }

export interface Undo {
  stores: EnteredStores | undefined
  /** The place where it was entered from. */
  outer: object | undefined
  /** What is put back in each store. */
  prior: unknown
  /** Of both places, which shows whether one of them was changed meanwhile. */
  size: number
  /** Where the undo stack ended: records above it are of traces that never come to their end. */
  mark: number
}

/** Lets who has entered stores without a record know how to leave them. */
export function remember(stores: EnteredStores, outer: object | undefined, prior: unknown, size: number, mark: number): void {
  undo.stores = stores
  undo.outer = outer
  undo.prior = prior
  undo.size = size
  undo.mark = mark
}

/** Who leaves such stores calls it: nothing may be held alive by a trace that is over. */
export function forget(): void {
  undo.stores = undo.outer = undo.prior = undefined
}
