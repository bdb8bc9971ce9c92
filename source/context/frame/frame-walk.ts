import { is } from '../../primordials.js'
import type { Store } from '../../types.js'
import type { EnterStyle } from '../backend.js'
import { enterCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative, isReadNatively } from '../native-store.js'
import type { EntryWalk } from '../walk.js'
import type { Frame, FrameClass } from './frame-class.js'
import type { EnteredStore, FrameEntries } from './frame-entry.js'
import { makeFrameView, type FrameView } from './frame-view.js'
import { sizeOf, type Frames } from './frames.js'
import { noteRemovals } from './removals.js'

/**
 * Makes what enters several stores one after the other: each transform sees the stores entered before its own, and may
 * keep the context that it sees. That context is a view; the one real frame is built at the end.
 */
export function makeFrameWalk(
  FrameType: FrameClass, frames: Frames, { FrameEntry, DisturbedEntry, putBackEach }: FrameEntries
): new (message: unknown, style: EnterStyle) => EntryWalk {
  const { current, set, copyOf } = frames
  const View = makeFrameView(FrameType, copyOf)
  const isView = (frame: Frame | undefined): frame is FrameView => frame instanceof View

  class FrameWalk implements EntryWalk {
    readonly message: unknown
    readonly style: EnterStyle
    readonly outer: Frame | undefined
    readonly outerSize: number
    /** What the views are on: never a view, which may be changed in place. */
    base: Frame | undefined
    isBaseNoted: boolean
    view: FrameView | undefined
    last: EnteredStore | undefined
    /** The frame that is current, if nobody has changed the context, and its size. */
    shown: Frame | undefined
    shownSize: number
    /** Whether someone has: then the stores can't be left by a pointer. */
    isDisturbed: boolean

    constructor(message: unknown, style: EnterStyle) {
      const outer = current()
      this.message = message
      this.style = style
      this.outer = outer
      this.outerSize = sizeOf(outer)
      this.base = isView(outer) ? copyOf(outer) : outer
      this.isBaseNoted = false
      this.view = undefined
      this.last = undefined
      this.shown = outer
      this.shownSize = this.outerSize
      this.isDisturbed = false
    }

    beforeTransform(): void {
      this.show()
    }

    afterTransform(): void {
      const frame = this.shown
      const isChanged = frame !== undefined && frame === this.view
        ? this.view.isChanged
        : sizeOf(frame) !== this.shownSize
      if (current() !== frame || isChanged) this.goOnFromCurrent()
    }

    enter(store: Store, value: unknown): void {
      const byScope = this.style === 'scope'
      if (!isNative(store)) {
        this.show()
        this.last = { store, prior: enterCustom(store, value, byScope), previous: this.last }
        this.goOnFromCurrent()
        return
      }
      // The host's `getStore` sees the current frame; someone else's may look at any storage.
      if (this.view !== undefined && (!isReadNatively(store) || this.view.adds(store))) this.show()
      const prior = store.getStore()
      if (!byScope && is(prior, value)) return
      this.last = this.view = new View(store, value, prior, this.base, this.view, this.last)
    }

    /** Lets all that was entered be seen. */
    show(): void {
      const view = this.view
      if (view === undefined || this.shown === view) return
      if (!this.isBaseNoted && this.base !== undefined) noteRemovals(this.base)
      this.isBaseNoted = true
      set(this.shown = view)
    }

    /** Someone has changed the context: the stores to come are entered in what it is now. */
    goOnFromCurrent(): void {
      this.isDisturbed = true
      this.shown = current()
      this.shownSize = isView(this.shown) ? 0 : sizeOf(this.shown)
      this.base = isView(this.shown) ? copyOf(this.shown) : this.shown
      this.isBaseNoted = false
      this.view = undefined
    }

    /** Builds the frame of all stores, and makes it current. Returns `undefined` when nothing was entered. */
    finish(): Entry | undefined {
      const { view } = this
      if (view !== undefined) set(this.shown = this.shown === view ? view.becomeFrame() : view.toFrame())
      const { last, shown } = this
      if (last === undefined) return undefined
      if (this.isDisturbed) return new DisturbedEntry(last, this.style === 'scope')
      return new FrameEntry(shown!, this.outer, sizeOf(shown) + this.outerSize, putBackEach, last, undefined)
    }

    hasMetUnset(count: number): boolean {
      for (let last = this.last; last !== undefined; last = last.previous) {
        if (last.prior !== undefined) return false
      }
      return !this.isDisturbed && sizeOf(this.shown) === this.outerSize + count
    }
  }

  return FrameWalk
}
