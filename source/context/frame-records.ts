import type { BoundStores, Store } from '../types.js'
import type { Frame } from './frame-class.js'
import { type Frames, sizeOf } from './frames.js'
import { learnFrom } from './known-stores.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { enterStranger, type Failure, leaveStranger } from './stranger.js'
import { begin, drop, finishWith, type Leave, leaveRecord, pairsOf, pushPair, pushPlainPairs, reversePairs, SIMPLE, slots, STRANGE, top } from './undo-stack.js'
import { isTransform, NO_VALUE, valueAt } from './values.js'
import type { ContextWay } from './way.js'

/** Stores that are entered in frames with a record on the undo stack: after its pairs come both frames and their size. */
export interface FrameRecords extends Pick<ContextWay, 'enterByRecord'> {
  /** Puts `undefined` back in stores that were entered in the order of the list, whatever became of the context. */
  putBackUndefined(stores: readonly Store[]): void
}

export function makeFrameRecords({ current, set, copyOf, isUndisturbed }: Frames): FrameRecords {
  const leave: Leave = (mark) => {
    const outer: Frame | undefined = slots[top - 3]
    if (isUndisturbed(slots[top - 4], outer, slots[top - 2])) {
      set(outer)
      drop(mark)
    } else {
      putBack(mark)
    }
  }

  /** Puts the stores of the record at `mark` back in a copy of the current frame. */
  const putBack = (mark: number): void => {
    let frame: Frame | undefined
    let failure: Failure | undefined
    for (let i = top - 6; i > mark; i -= 2) {
      const store: Store | undefined = slots[i]
      if (store === undefined) continue
      if (isPlain(store)) {
        frame ??= copyOf(current())
        frame.set(store, slots[i + 1])
      } else {
        if (frame !== undefined) set(frame)
        frame = undefined
        failure = leaveStranger(slots[i], slots[i + 1]) ?? failure
      }
    }
    if (frame !== undefined) set(frame)
    drop(mark)
    if (failure !== undefined) throw failure.error
  }

  /** Enters the message in all stores of the record: nobody looks on, so one frame does, in whatever order. */
  const enterSame = (mark: number, stores: BoundStores, message: unknown, manner: Manner): void => {
    const outer = current()
    let frame: Frame | undefined
    try {
      for (let i = pairsOf(mark); i < top; i += 2) {
        const store: Store = slots[i]
        const prior = store.getStore()
        if (manner === 'run' && Object.is(prior, message)) {
          slots[i] = undefined
          continue
        }
        slots[i + 1] = prior
        frame ??= copyOf(outer)
        frame.set(store, message)
      }
    } catch (error) {
      drop(mark)
      throw error
    }
    const entered = frame ?? outer
    const noneHadAValue = sizeOf(entered) === sizeOf(outer) + stores.size
    if (noneHadAValue) learnFrom(mark, stores)
    finishWith(mark, entered, outer, sizeOf(entered) + sizeOf(outer), leave)
    if (frame !== undefined) set(frame)
  }

  /** Enters stores with transforms: each sees the stores entered before its own, and may keep the context that it sees. */
  const enterEach = (mark: number, stores: BoundStores, message: unknown, manner: Manner): void => {
    if (manner === 'run') reversePairs(mark)
    const outer = current()
    const outerSize = sizeOf(outer)
    let entered = outer
    let undisturbed = true
    // The frame that is being filled; not current yet, so that nobody has seen it.
    let frame: Frame | undefined
    let i = pairsOf(mark)
    try {
      for (; i < top; i += 2) {
        const called = isTransform(slots[i + 1], manner)
        if (called && frame !== undefined) {
          set(entered = frame)
          frame = undefined
        }
        const size = sizeOf(entered)
        const value = valueAt(mark, i, stores, message, manner)
        if (called && (current() !== entered || sizeOf(entered) !== size)) {
          undisturbed = false
          entered = current()
        }
        if (value === NO_VALUE) continue
        const store: Store = slots[i]
        if (!isPlain(store)) {
          if (frame !== undefined) set(frame)
          frame = undefined
          enterStranger(i, value, manner)
          entered = current()
          undisturbed = false
          continue
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
    } catch (error) {
      drop(i)
      if (frame !== undefined) set(entered = frame)
      finishWith(mark, undisturbed ? entered : DISTURBED, outer, sizeOf(entered) + outerSize, leave)
      leave(mark, false)
      throw error
    }
    if (frame !== undefined) set(entered = frame)
    finishWith(mark, undisturbed ? entered : DISTURBED, outer, sizeOf(entered) + outerSize, leave)
  }

  return {
    enterByRecord(stores: BoundStores, message: unknown, manner: Manner): number | null {
      const mark = top
      const met = pushPlainPairs(stores)
      if (met === STRANGE) return null
      if (met === SIMPLE) enterSame(mark, stores, message, manner)
      else enterEach(mark, stores, message, manner)
      return mark
    },

    putBackUndefined(stores: readonly Store[]): void {
      const mark = begin()
      for (const store of stores) pushPair(store, undefined)
      finishWith(mark, DISTURBED, undefined, 0, leave)
      leaveRecord(mark)
    }
  }
}

const DISTURBED = Symbol('the context was changed by a transform')
