import { AsyncResource } from 'node:async_hooks'
import { types } from 'node:util'
import type { BoundStores, Store } from '../../types.js'
import { apart } from '../apart.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { beginPlainRecord, beginRecordOfOne, drop, NOT_ENTERED, push, slots, top, type Leave } from './undo-stack.js'
import { isTransform, NO_VALUE, transformed } from './values.js'
import type { ContextWay } from './way.js'

/** Node's AsyncContextFrame: a Map from storage to value that stands for the whole context, and is replaced rather than changed. */
interface Frame extends Map<Store, unknown> {}

interface FrameClass {
  new (store: Store, value: unknown): Frame
  /** The frame that is current, or `undefined` for an empty context. */
  current(): Frame | undefined
  set(frame: Frame | undefined): void
}

/**
 * The way of hosts with AsyncContextFrame: one new frame for all stores of a trace, and back by a pointer, where the
 * public methods copy the whole context twice for each store.
 *
 * Leaving by pointer is exact while the frame that was entered is still the current one, and neither it nor the frame
 * outside was changed in place, which only `disable` does: it takes a store out, and shows in the size. Otherwise the
 * stores are put back in a copy of what is current, as the public methods do one by one.
 *
 * @returns `undefined` where there are no frames
 */
export function makeFrameWay(): ContextWay | undefined {
  const found = findFrameClass()
  if (found === undefined) return undefined
  const Frame = found
  const { current, set } = Frame

  // `new Frame(…)` copies by the iterator of the old frame, an array for each entry; this is five times as fast. The
  // function that copies is fixed, and what it copies to stands beside it: a closure would be made for each frame.
  let target: Frame
  const copyEntry = (value: unknown, store: Store): void => { target.set(store, value) }
  const copyOf = (frame: Frame | undefined): Frame => {
    const copy: Frame = Reflect.construct(Map, NO_ARGUMENTS, Frame)
    if (frame !== undefined) {
      target = copy
      frame.forEach(copyEntry)
    }
    return copy
  }

  /** Puts the stores of the record at `mark` back in a copy of the current frame. */
  const putBack = (mark: number): void => {
    let frame: Frame | undefined
    for (let i = mark + 2 * slots[mark + 1]; i > mark; i -= 2) {
      const store: Store | undefined = slots[i]
      if (store === undefined) continue
      if (isPlain(store)) {
        frame ??= copyOf(current())
        frame.set(store, slots[i + 1])
      } else {
        if (frame !== undefined) set(frame)
        frame = undefined
        store.enterWith(slots[i + 1])
      }
    }
    if (frame !== undefined) set(frame)
  }

  const leave: Leave = (mark) => {
    const end = mark + 2 + 2 * slots[mark + 1]
    const entered: Frame | undefined = slots[end]
    const outer: Frame | undefined = slots[end + 2]
    if (current() === entered && sizeOf(entered) === slots[end + 1] && sizeOf(outer) === slots[end + 3]) {
      set(outer)
      drop(mark)
      return
    }
    try {
      putBack(mark)
    } finally {
      drop(mark)
    }
  }

  /** Adds to a record what leaving by pointer takes: the frames, and the sizes that they should have. */
  const pushFrames = (entered: Frame | undefined | typeof DISTURBED, enteredSize: number, outer: Frame | undefined, outerSize: number): void => {
    push(entered)
    push(enteredSize)
    push(outer)
    push(outerSize)
  }

  return {
    name: 'frame',
    leave,

    enter(stores: BoundStores, message: unknown, manner: Manner): number {
      const mark = beginPlainRecord(leave, stores, manner)
      if (mark === NOT_ENTERED) return mark
      const outer = current()
      const outerSize = sizeOf(outer)
      let undisturbed = true
      let entered = outer
      // The frame that is being filled; not current yet, so that nobody has seen it.
      let frame: Frame | undefined
      for (let i = mark + 2; i < top; i += 2) {
        const store: Store | undefined = slots[i]
        if (store === undefined) continue
        let value = message
        if (isTransform(slots[i + 1], manner)) {
          // A transform sees the stores before its own, and may keep the context that it sees.
          if (frame !== undefined) set(entered = frame)
          frame = undefined
          const size = sizeOf(entered)
          value = transformed(mark, i, stores, message, manner)
          if (current() !== entered || sizeOf(entered) !== size) {
            undisturbed = false
            entered = current()
          }
          if (value === NO_VALUE) continue
        }
        const prior = store.getStore()
        if (manner === 'run' && Object.is(prior, value)) {
          slots[i] = undefined
          continue
        }
        slots[i + 1] = prior
        frame ??= copyOf(entered)
        frame.set(store, value)
      }
      if (frame !== undefined) set(entered = frame)
      pushFrames(undisturbed ? entered : DISTURBED, sizeOf(entered), outer, outerSize)
      return mark
    },

    enterOne(store: Store, value: unknown): number {
      const mark = beginRecordOfOne(leave, store, store.getStore())
      const outer = current()
      const frame = copyOf(outer)
      frame.set(store, value)
      set(frame)
      pushFrames(frame, frame.size, outer, sizeOf(outer))
      return mark
    }
  }
}

const NO_ARGUMENTS: readonly never[] = []
const DISTURBED = Symbol('the context was changed by a transform')

function sizeOf(frame: Frame | undefined): number {
  return frame === undefined ? 0 : frame.size
}

/** An AsyncResource keeps the frame that it was made in, where there are frames. */
function findFrameClass(): FrameClass | undefined {
  const resource: any = apart((newStorage) => newStorage().run(1, () => new AsyncResource('tracescope.probe')))
  const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame')
  const frame = symbol && resource[symbol]
  const found: FrameClass | undefined = frame?.constructor
  const isFrame = types.isMap(frame) && typeof found?.current === 'function' && typeof found.set === 'function'
  return isFrame ? found : undefined
}
