import type { Store } from '../../types.js'
import { leaveCustom, type Failure } from '../custom-store.js'
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

/** Instead of the frame that was entered: the old one can't be set back, since the context was changed while stores were entered. */
export const DISTURBED = Symbol('disturbed')

/** The entries in frames: by one store, by stores that had no value, and by any. */
export interface FrameEntries {
  readonly SingleEntry: new (entered: Frame, outer: Frame | undefined, size: number, store: Store, prior: unknown) => Entry
  readonly UnsetEntry: new (entered: Frame, outer: Frame | undefined, size: number, stores: readonly Store[]) => Entry
  readonly EachEntry: new (entered: Frame | typeof DISTURBED, outer: Frame | undefined, size: number, last: EnteredStore) => Entry
}

export function makeFrameEntries({ current, set, copyOf }: Frames): FrameEntries {
  /**
   * Leaves by a pointer, where that is exact: the frame that was entered is still the current one, and neither it nor the frame
   * outside was changed in place, which only `disable` does: it takes a store out, and shows in the size. Otherwise the stores
   * are put back one by one, as the host does.
   */
  abstract class FrameEntry implements Entry {
    readonly #entered: Frame | typeof DISTURBED
    readonly #outer: Frame | undefined
    /** Of both frames, when the one was entered: neither ever grows. */
    readonly #size: number

    constructor(entered: Frame | typeof DISTURBED, outer: Frame | undefined, size: number) {
      this.#entered = entered
      this.#outer = outer
      this.#size = size
    }

    leave(): void {
      const entered = this.#entered
      const outer = this.#outer
      if (current() === entered && (entered as Frame).size + sizeOf(outer) === this.#size) set(outer)
      else this.putBack()
    }

    leaveScope(): void {
      this.leave()
    }

    /** Puts the old values back in what is current. */
    protected abstract putBack(): void
  }

  class SingleEntry extends FrameEntry {
    readonly #store: Store
    readonly #prior: unknown

    constructor(entered: Frame, outer: Frame | undefined, size: number, store: Store, prior: unknown) {
      super(entered, outer, size)
      this.#store = store
      this.#prior = prior
    }

    protected override putBack(): void {
      this.#store.enterWith(this.#prior)
    }
  }

  class UnsetEntry extends FrameEntry {
    readonly #stores: readonly Store[]

    constructor(entered: Frame, outer: Frame | undefined, size: number, stores: readonly Store[]) {
      super(entered, outer, size)
      this.#stores = stores
    }

    protected override putBack(): void {
      let last: EnteredStore | undefined
      for (const store of this.#stores) last = { store, prior: undefined, previous: last }
      putBackEach(last)
    }
  }

  class EachEntry extends FrameEntry {
    readonly #last: EnteredStore

    constructor(entered: Frame | typeof DISTURBED, outer: Frame | undefined, size: number, last: EnteredStore) {
      super(entered, outer, size)
      this.#last = last
    }

    protected override putBack(): void {
      putBackEach(this.#last)
    }
  }

  /** Puts stores back, the last one first, native ones in one copy of the current frame. */
  function putBackEach(last: EnteredStore | undefined): void {
    let frame: Frame | undefined
    let failure: Failure | undefined
    for (let entered = last; entered !== undefined; entered = entered.previous) {
      const { store, prior } = entered
      if (isNative(store)) {
        frame ??= copyOf(current())
        frame.set(store, prior)
      } else {
        if (frame !== undefined) set(frame)
        frame = undefined
        failure = leaveCustom(store, prior) ?? failure
      }
    }
    if (frame !== undefined) set(frame)
    if (failure !== undefined) throw failure.error
  }

  return { SingleEntry, UnsetEntry, EachEntry }
}
