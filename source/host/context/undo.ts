import type { Store } from '../../types.js'

/**
 * What was entered: the mark of a record on the undo stack, or, where it was one plain store alone, the place where its
 * value is now. `null`: nothing, because it can't be entered in the way that was asked for.
 */
export type Entered = number | object | null

/**
 * What it takes to leave a store that was entered alone, besides the place. Who enters reads it at once, into variables:
 *
 *     const entered = enter(…)
 *     const { store, outer, prior, size, mark } = undo
 *     try { … } finally { leave(entered, store, outer, prior, size, mark) }
 *
 * Most channels have one store, and a record of it would take a tenth of the time of a trace: V8 notes each young object
 * that is written to an old one, as the place would be.
 */
export const undo: Undo = { store: undefined, outer: undefined, prior: undefined, size: 0, mark: 0 }

export interface Undo {
  store: Store | undefined
  /** The place where it was entered from. */
  outer: object | undefined
  /** What is put back. */
  prior: unknown
  /** Of both places, which shows whether one of them was changed meanwhile. */
  size: number
  /** Where the undo stack ended: records above it are of traces that never come to their end. */
  mark: number
}

/** Lets who has entered a store alone know how to leave it. */
export function remember(store: Store, outer: object | undefined, prior: unknown, size: number, mark: number): void {
  undo.store = store
  undo.outer = outer
  undo.prior = prior
  undo.size = size
  undo.mark = mark
}

/** Who leaves such a store calls it: nothing may be held alive by a trace that is over. */
export function forget(): void {
  undo.store = undo.outer = undo.prior = undefined
}
