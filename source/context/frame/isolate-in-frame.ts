import { apply } from '../../primordials.js'
import type { Store } from '../../types.js'
import type { Frame, FrameClass } from './frame-class.js'
import { isolatePortably } from '../portable/isolate-portably.js'
import { type Isolate, tried } from '../isolate.js'

/**
 * Makes the way to isolate where there are frames: back by a pointer. What changes a frame in place is `disable` alone;
 * while a call is isolated it takes the storage out of a copy, which is then current, as after `enterWith`. When the
 * first call is isolated: who isolates nothing has the host as it is.
 */
export function makeFrameIsolate(Frame: FrameClass, copyOf: (frame: Frame | undefined) => Frame): Isolate {
  const { current, set } = Frame
  const ownApply = apply
  let depth = 0

  const isolateHere: Isolate = (fn, thisArg, ...args) => {
    const outer = current()
    depth++
    try {
      return ownApply(fn, thisArg, args)
    } finally {
      depth--
      if (current() !== outer) set(outer)
    }
  }

  const keepFramesFromDisable = (): void => {
    const { disable } = Frame.prototype
    if (typeof disable !== 'function') return
    Frame.prototype.disable = {
      disable(this: Frame, store: Store): void {
        let frame = this
        if (depth > 0 && current() === frame) set(frame = copyOf(frame))
        apply(disable, frame, [store])
      }
    }.disable
  }

  keepFramesFromDisable()
  return tried(isolateHere, isolatePortably)
}
