import { append, apply, newWeakMap, newWeakSet, Reflect } from '../../primordials.js'
import type { Store } from '../../types.js'
import type { Frame, FrameClass } from './frame-class.js'

// Frames are replaced rather than changed, but for `disable`, which takes a storage out of the current frame in place.
// A view on that frame has to go on showing what was taken out, as a copy would: so it is noted.

interface Removal {
  readonly store: Store
  readonly value: unknown
  /** Of the frame, before it. */
  readonly size: number
}

const removals = newWeakMap<Frame, Removal[]>()

/** The frames that there may be views on. What is taken out of another one is not held. */
const viewed = newWeakSet<Frame>()

/** Has a frame note what is taken out of it from now on. */
export function noteRemovals(frame: Frame): void {
  viewed.add(frame)
}

/** Makes frames able to, unless their prototype is frozen. */
export function watchRemovals({ prototype }: FrameClass): void {
  const { disable } = prototype
  if (typeof disable !== 'function') return
  Reflect.set(prototype, 'disable', {
    disable(this: Frame, store: Store): void {
      if (viewed.has(this) && this.has(store)) {
        const removal = { store, value: this.get(store), size: this.size }
        const known = removals.get(this)
        if (known === undefined) removals.set(this, [removal])
        else append(known, removal)
      }
      apply(disable, this, [store])
    }
  }.disable)
}

/** What a frame held for a store when it had that size, if it was taken out since. */
export function removedSince(frame: Frame, store: Store, size: number): Removal | undefined {
  const known = removals.get(frame)
  for (let i = 0; known !== undefined && i < known.length; i++) {
    const removal = known[i]!
    if (removal.store === store && removal.size <= size) return removal
  }
  return undefined
}

/** Sets in another frame all that was taken out of a frame since it had that size. */
export function setRemovedSince(frame: Frame, size: number, other: Frame): void {
  const known = removals.get(frame)
  for (let i = 0; known !== undefined && i < known.length; i++) {
    const removal = known[i]!
    if (removal.size <= size) other.set(removal.store, removal.value)
  }
}
