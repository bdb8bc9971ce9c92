import { iterator, Object } from '../../primordials.js'
import type { Store } from '../../types.js'
import type { Frame, FrameClass } from './frame-class.js'
import type { EnteredStore } from './frame-entry.js'
import { sizeOf } from './frames.js'
import { removedSince, setRemovedSince, watchRemovals } from './removals.js'

/**
 * A frame that is not copied: the frame beneath, with some more stores. It is what a transform sees as the current
 * frame, and what it captures, while the stores of its channel are entered one after the other; the real frame of all
 * of them is built once, at the end. A view answers in 5 to 10 ns, where a copy takes 50 to 400.
 *
 * It is the record of its store as well: `prior` is what the store gave before.
 */
export interface FrameView extends Frame {
  readonly store: Store
  readonly prior: unknown
  readonly previous: EnteredStore | undefined
  /** Whether it was changed in place. */
  readonly isChanged: boolean
  /** Whether it adds a value of that store to the frame beneath. */
  adds(store: Store): boolean
  /** A new frame of all that it shows. */
  toFrame(): Frame
  /**
   * The same, and whoever changes the one from then on changes the other: who has captured the view shares the frame.
   */
  becomeFrame(): Frame
}

export interface FrameViewClass {
  /**
   * @param base     the frame beneath, which is no view
   * @param below    the view beneath, on the same base
   * @param previous the store that was entered before, by the same trace
   */
  new (
    store: Store,
    value: unknown,
    prior: unknown,
    base: Frame | undefined,
    below: FrameView | undefined,
    previous: EnteredStore | undefined
  ): FrameView
}

/** Makes the class of views. */
export function makeFrameView(FrameType: FrameClass, copyOf: (frame: Frame | undefined) => Frame): FrameViewClass {
  watchRemovals(FrameType)

  class View {
    readonly store: Store
    readonly value: unknown
    readonly prior: unknown
    readonly previous: EnteredStore | undefined
    readonly below: View | undefined
    readonly base: Frame | undefined
    /** Of the base, when the first view was put on it: frames never grow, and `disable` alone shrinks them. */
    readonly baseSize: number
    /** What it shows once it was changed in place. The views on it do not show that, as copies would not. */
    own: Frame | undefined = undefined

    constructor(
      store: Store,
      value: unknown,
      prior: unknown,
      base: Frame | undefined,
      below: View | undefined,
      previous: EnteredStore | undefined
    ) {
      this.store = store
      this.value = value
      this.prior = prior
      this.previous = previous
      this.below = below
      this.base = base
      this.baseSize = below === undefined ? sizeOf(base) : below.baseSize
    }

    becomeFrame(): Frame {
      return this.change()
    }

    get isChanged(): boolean {
      return this.own !== undefined
    }

    get(store: Store): unknown {
      if (this.own !== undefined) return this.own.get(store)
      const view = this.find(store)
      if (view !== undefined) return view.value
      const base = this.base
      if (base === undefined) return undefined
      return base.size === this.baseSize || base.has(store)
        ? base.get(store)
        : removedSince(base, store, this.baseSize)?.value
    }

    has(store: Store): boolean {
      if (this.own !== undefined) return this.own.has(store)
      if (this.find(store) !== undefined) return true
      const base = this.base
      if (base === undefined) return false
      return base.has(store) || (base.size !== this.baseSize && removedSince(base, store, this.baseSize) !== undefined)
    }

    adds(store: Store): boolean {
      return this.find(store) !== undefined
    }

    /** The topmost view of a store. */
    find(store: Store): View | undefined {
      for (let view: View | undefined = this; view !== undefined; view = view.below) {
        if (view.store === store) return view
      }
      return undefined
    }

    get size(): number {
      return this.whole().size
    }

    forEach(fn: (value: unknown, store: Store, frame: Map<Store, unknown>) => void, thisArg?: unknown): void {
      this.whole().forEach(fn, thisArg)
    }

    keys(): MapIterator<Store> {
      return this.whole().keys()
    }

    values(): MapIterator<unknown> {
      return this.whole().values()
    }

    entries(): MapIterator<[Store, unknown]> {
      return this.whole().entries()
    }

    [iterator](): MapIterator<[Store, unknown]> {
      return this.whole()[iterator]()
    }

    set(store: Store, value: unknown): this {
      this.change().set(store, value)
      return this
    }

    delete(store: Store): boolean {
      return this.change().delete(store)
    }

    clear(): void {
      this.change().clear()
    }

    disable(store: Store): void {
      this.change().disable(store)
    }

    toFrame(): Frame {
      const base = this.base
      const frame = copyOf(base)
      if (base !== undefined && base.size !== this.baseSize) setRemovedSince(base, this.baseSize, frame)
      this.fill(frame)
      return frame
    }

    whole(): Frame {
      return this.own ?? this.toFrame()
    }

    fill(frame: Frame): void {
      if (this.below !== undefined) this.below.fill(frame)
      frame.set(this.store, this.value)
    }

    change(): Frame {
      return this.own ??= this.toFrame()
    }
  }

  // A view passes for a frame: its constructor makes the next one, as that of the current frame does.
  Object.setPrototypeOf(View.prototype, FrameType.prototype)
  Object.defineProperty(View.prototype, 'constructor', { value: FrameType })
  return View as unknown as FrameViewClass
}
