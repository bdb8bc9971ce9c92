import type { Failure } from '../../suppressed.js'
import type { Store } from '../../types.js'
import { CustomPrior, leaveCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import type { Frame } from './frame-class.js'
import { sizeOf, type Frames } from './frames.js'

/** A store that was entered, with what it gave before. */
export interface EnteredStore {
  readonly store: Store
  readonly prior: unknown
  /** The store that was entered before, by the same trace. */
  readonly previous: EnteredStore | undefined
}

/** Puts the old values of stores back in what is current, one by one, as the host does. */
export type PutBack = (stores: any, prior: unknown) => void

export interface FrameEntries {
  /** The entry of one store, or of several: `putBack` gets `stores` and `prior`. */
  readonly FrameEntry: new (
    entered: Frame, outer: Frame | undefined, size: number, putBack: PutBack, stores: unknown, prior: unknown
  ) => Entry
  /** The entry of several, where the context was changed while they were entered. */
  readonly DisturbedEntry: new (last: EnteredStore, byScope: boolean) => Entry
  /** Of stores that had no value, in the order of entering. */
  putBackUnset(stores: readonly Store[]): void
  putBackEach(last: EnteredStore): void
}

/** Of a store that was entered alone. */
export function putBackOne(store: Store, prior: unknown): void {
  store.enterWith(prior)
}

export function makeFrameEntries({ current, set, copyOf }: Frames): FrameEntries {
  /**
   * Leaves by a pointer, where that is exact: the frame that was entered is still the current one, and neither it nor
   * the frame outside was changed in place, which only `disable` does: it takes a store out, and shows in the size.
   * Otherwise the stores are put back one by one.
   *
   * One class with plain fields for all: with one for each kind, or with private fields, making an entry took 30 ns
   * more.
   */
  class FrameEntry implements Entry {
    readonly entered: Frame
    readonly outer: Frame | undefined
    /** Of both frames, when the one was entered: neither ever grows. */
    readonly size: number
    readonly putBack: PutBack
    readonly stores: unknown
    readonly prior: unknown

    constructor(
      entered: Frame, outer: Frame | undefined, size: number, putBack: PutBack, stores: unknown, prior: unknown
    ) {
      this.entered = entered
      this.outer = outer
      this.size = size
      this.putBack = putBack
      this.stores = stores
      this.prior = prior
    }

    leave(): void {
      const { entered, outer } = this
      if (current() === entered && entered.size + sizeOf(outer) === this.size) set(outer)
      else this.putBack(this.stores, this.prior)
    }

    leaveScope(): void {
      this.leave()
    }
  }

  /** The last one first, native ones in one copy of the current frame. */
  const putBackEach = (last: EnteredStore | undefined): void => {
    let frame: Frame | undefined
    let failure: Failure | undefined
    for (let entered = last; entered !== undefined; entered = entered.previous) {
      const { store, prior } = entered
      if (isNative(store) && !CustomPrior.is(prior)) {
        frame ??= copyOf(current())
        frame.set(store, prior)
      } else {
        if (frame !== undefined) set(frame)
        frame = undefined
        failure = leaveCustom(store, prior, failure)
      }
    }
    if (frame !== undefined) set(frame)
    if (failure !== undefined) throw failure.error
  }

  /** The old frame can't be set back: the stores are put back one by one, by methods that may be anyone's. */
  class DisturbedEntry implements Entry {
    readonly last: EnteredStore
    readonly mayFail: boolean

    constructor(last: EnteredStore, byScope: boolean) {
      this.last = last
      this.mayFail = byScope
    }

    leave(): void {
      putBackEach(this.last)
    }

    leaveScope(): void {
      putBackEach(this.last)
    }
  }

  return {
    FrameEntry,
    DisturbedEntry,

    putBackUnset(stores: readonly Store[]): void {
      let last: EnteredStore | undefined
      for (let i = 0; i < stores.length; i++) last = { store: stores[i]!, prior: undefined, previous: last }
      putBackEach(last)
    },

    putBackEach
  }
}
