import { construct } from '../../primordials.js'
import type { Store } from '../../types.js'
import type { Frame, FrameClass } from './frame-class.js'

/** What is done with frames. */
export interface Frames {
  /** The frame that is current, or `undefined` for an empty context. */
  current(): Frame | undefined
  set(frame: Frame | undefined): void
  copyOf(frame: Frame | undefined): Frame
}

export function makeFrames(FrameType: FrameClass): Frames {
  const { current, set } = FrameType
  return {
    current,
    set,

    copyOf(frame: Frame | undefined): Frame {
      const copy: Frame = construct(HostMap, NO_ARGUMENTS, FrameType)
      // `new Frame(…)` copies by the iterator of the old frame, an array for each entry; this is five times as fast.
      frame?.forEach(copyEntry, copy)
      return copy
    }
  }
}

// As it is when tracescope is loaded: what a frame is made of does not change with the program's globals.
const HostMap = Map
const NO_ARGUMENTS: readonly never[] = []

// Fixed, and told by its `this` what it copies to: a closure would be made for each frame.
function copyEntry(this: Frame, value: unknown, store: Store): void {
  this.set(store, value)
}

export function sizeOf(frame: Frame | undefined): number {
  return frame === undefined ? 0 : frame.size
}
