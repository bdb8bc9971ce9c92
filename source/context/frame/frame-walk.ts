import type { Store } from '../../types.js'
import { enterCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative, isReadNatively } from '../native-store.js'
import { Walk, type EachStore } from '../walk.js'
import type { Frame, FrameClass } from './frame-class.js'
import { DISTURBED, type EnteredStore, type FrameEntries } from './frame-entry.js'
import { makeFrameView, type FrameView } from './frame-view.js'
import { sizeOf, type Frames } from './frames.js'
import { noteRemovals } from './removals.js'

/**
 * Makes what enters several stores one after the other: each transform sees the stores entered before its own, and may keep
 * the context that it sees. That context is a view; the one real frame is built at the end.
 */
export function makeFrameWalk(FrameType: FrameClass, frames: Frames, { FrameEntry, putBackEach }: FrameEntries): EachStore {
  const { current, set, copyOf } = frames
  const View = makeFrameView(FrameType, copyOf)
  const isView = (frame: Frame | undefined): frame is FrameView => frame instanceof View

  class FrameWalk extends Walk {
    readonly outer = current()
    readonly outerSize = sizeOf(this.outer)
    /** What the views are on: never a view, which may be changed in place. */
    base = isView(this.outer) ? copyOf(this.outer) : this.outer
    isBaseNoted = false
    view: FrameView | undefined
    last: EnteredStore | undefined
    /** The frame that is current, if nobody has changed the context, and its size. */
    current = this.outer
    currentSize = this.outerSize
    /** Whether someone has: then the stores can't be left by a pointer. */
    isDisturbed = false

    override beforeTransform(): void {
      this.show()
    }

    override afterTransform(): void {
      const frame = this.current
      const isChanged = frame !== undefined && frame === this.view ? this.view.isChanged : sizeOf(frame) !== this.currentSize
      if (current() !== frame || isChanged) this.goOnFromCurrent()
    }

    override enter(store: Store, value: unknown): void {
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
      if (!byScope && Object.is(prior, value)) return
      this.last = this.view = new View(store, value, prior, this.base, this.view, this.last)
    }

    /** Lets all that was entered be seen. */
    show(): void {
      const view = this.view
      if (view === undefined || this.current === view) return
      if (!this.isBaseNoted && this.base !== undefined) noteRemovals(this.base)
      this.isBaseNoted = true
      set(this.current = view)
    }

    /** Someone has changed the context: the stores to come are entered in what it is now. */
    goOnFromCurrent(): void {
      this.isDisturbed = true
      this.current = current()
      this.currentSize = isView(this.current) ? 0 : sizeOf(this.current)
      this.base = isView(this.current) ? copyOf(this.current) : this.current
      this.isBaseNoted = false
      this.view = undefined
    }

    /** Builds the frame of all stores, and makes it current. Returns `undefined` when nothing was entered. */
    finish(): Entry | undefined {
      const { view } = this
      if (view !== undefined) set(this.current = this.current === view ? view.becomeFrame() : view.toFrame())
      if (this.last === undefined) return undefined
      const entered = this.current
      return new FrameEntry(
        this.isDisturbed ? DISTURBED : entered!, this.outer, sizeOf(entered) + this.outerSize, putBackEach, this.last, undefined
      )
    }

    /** Whether none of the stores had a value. */
    get hasOnlyUnset(): boolean {
      for (let last = this.last; last !== undefined; last = last.previous) {
        if (last.prior !== undefined) return false
      }
      return !this.isDisturbed
    }

    /** How many stores there are more than before. */
    get added(): number {
      return sizeOf(this.current) - this.outerSize
    }
  }

  return {
    enterAll(bindings, stores, message, style) {
      const walk = new FrameWalk(message, style)
      try {
        walk.enterAll(bindings, stores)
      } catch (error) {
        walk.finish()?.leave()
        throw error
      }
      const entry = walk.finish()
      if (bindings.isSimple && walk.hasOnlyUnset && walk.added === stores.size) bindings.giveUndefined = true
      return entry
    },

    enterFirst(store, value, stores, message, style) {
      const walk = new FrameWalk(message, style)
      try {
        walk.enterFirst(store, value, stores)
      } catch (error) {
        walk.finish()?.leave()
        throw error
      }
      return walk.finish()
    }
  }
}
