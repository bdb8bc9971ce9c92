import type { Store } from '../../types.js'
import type { Frame, FrameClass } from './frame-class.js'
import type { Manner } from './manner.js'
import type { SoleEntry } from './sole-entry.js'

/** Enters one store where there are frames; `copyOf` and `isUndisturbed` as in `frame.ts`. */
export function makeSoleEntryInFrame(
  { current, set }: FrameClass,
  copyOf: (frame: Frame | undefined) => Frame,
  isUndisturbed: (entered: Frame | undefined, outer: Frame | undefined, size: number) => boolean
): SoleEntry {
  return {
    place: current,

    prior: (store: Store) => store.getStore(),

    applies: (_store: Store, prior: unknown, value: unknown, manner: Manner) => manner === 'scope' || !Object.is(prior, value),

    enter(store: Store, value: unknown, outer: Frame | undefined): Frame {
      const entered = copyOf(outer)
      entered.set(store, value)
      set(entered)
      return entered
    },

    size: (entered: Frame, outer: Frame | undefined) => outer === undefined ? entered.size : entered.size + outer.size,

    leave(store: Store, prior: unknown, outer: Frame | undefined, entered: Frame, size: number): void {
      if (isUndisturbed(entered, outer, size)) set(outer)
      else store.enterWith(prior)
    }
  }
}
