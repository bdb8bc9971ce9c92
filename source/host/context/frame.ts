import type { AnyFunction, BoundStores, Store } from '../../types.js'
import { storagesUseAsyncHooks } from './async-hooks.js'
import { findFrameClass, type Frame } from './frame-class.js'
import { makeFrameIsolate } from './isolate-in-frame.js'
import type { Manner } from './manner.js'
import { isPlain } from './plain.js'
import { soleStoreOf } from './sole-store.js'
import { enterStranger, leaveStranger, type Failure } from './stranger.js'
import { forget, remember, type Entered } from './undo.js'
import { drop, finishWith, NOTHING, pairsOf, pushPlainPairs, reversePairs, SIMPLE, slots, STRANGE, top, type Leave } from './undo-stack.js'
import { isTransform, NO_VALUE, valueAt } from './values.js'
import type { ContextWay, EnteredStore } from './way.js'

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
  if (storagesUseAsyncHooks) return undefined
  const found = findFrameClass()
  if (found === undefined) return undefined
  const Frame = found
  const { current, set } = Frame

  const copyOf = (frame: Frame | undefined): Frame => {
    const copy: Frame = Reflect.construct(HostMap, NO_ARGUMENTS, Frame)
    // `new Frame(…)` copies by the iterator of the old frame, an array for each entry; this is five times as fast.
    frame?.forEach(copyEntry, copy)
    return copy
  }

  /** Whether leaving by pointer is exact. `size`: of both frames, when the one was entered. Neither ever grows. */
  const isUndisturbed = (entered: Frame | undefined, outer: Frame | undefined, size: number): boolean =>
    current() === entered && sizeOf(entered) + sizeOf(outer) === size

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

  class EnteredInFrame implements EnteredStore {
    readonly #store: Store
    readonly #prior: unknown
    readonly #outer: Frame | undefined
    readonly #entered: Frame
    readonly #size: number

    constructor(store: Store, value: unknown) {
      const outer = current()
      const entered = copyOf(outer)
      this.#store = store
      this.#prior = store.getStore()
      entered.set(store, value)
      this.#outer = outer
      this.#entered = entered
      this.#size = entered.size + sizeOf(outer)
      set(entered)
    }

    leave(): void {
      if (isUndisturbed(this.#entered, this.#outer, this.#size)) set(this.#outer)
      else this.#store.enterWith(this.#prior)
    }
  }

  /** Enters the message in the only store of a channel. */
  const enterSole = (store: Store, message: unknown, manner: Manner): Entered => {
    const prior = store.getStore()
    if (manner === 'run' && Object.is(prior, message)) return NOTHING
    const outer = current()
    const entered = copyOf(outer)
    entered.set(store, message)
    remember(store, outer, prior, entered.size + sizeOf(outer), top)
    set(entered)
    return entered
  }

  /** Enters the message in all stores of the record: nobody looks on, so one frame does, in whatever order. */
  const enterSame = (mark: number, message: unknown, manner: Manner): void => {
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
    name: 'frame',

    enter(stores: BoundStores, message: unknown, manner: Manner): Entered {
      const sole = soleStoreOf(stores)
      return sole === undefined ? this.enterByRecord(stores, message, manner) : enterSole(sole, message, manner)
    },

    leaveSole(entered: Frame, store: Store, outer: Frame | undefined, prior: unknown, size: number): void {
      forget()
      if (isUndisturbed(entered, outer, size)) set(outer)
      else store.enterWith(prior)
    },

    enterByRecord(stores: BoundStores, message: unknown, manner: Manner): number | null {
      const mark = top
      const met = pushPlainPairs(stores)
      if (met === STRANGE) return null
      if (met === SIMPLE) enterSame(mark, message, manner)
      else enterEach(mark, stores, message, manner)
      return mark
    },

    enterOne: (store: Store, value: unknown) => new EnteredInFrame(store, value),

    isolate(fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      this.isolate = makeFrameIsolate(Frame, copyOf)
      return this.isolate(fn, thisArg, ...args)
    },

    run(store: Store, value: unknown, fn: AnyFunction, args: unknown[]): unknown {
      const prior = store.getStore()
      if (Object.is(prior, value)) return Reflect.apply(fn, null, args)
      const outer = current()
      const entered = copyOf(outer)
      entered.set(store, value)
      const size = entered.size + sizeOf(outer)
      set(entered)
      try {
        return Reflect.apply(fn, null, args)
      } finally {
        if (isUndisturbed(entered, outer, size)) set(outer)
        else store.enterWith(prior)
      }
    }
  }
}

// As it is when tracescope is loaded: what a frame is made of does not change with the program's globals.
const HostMap = Map
const NO_ARGUMENTS: readonly never[] = []
const DISTURBED = Symbol('the context was changed by a transform')

// Fixed, and told by its `this` what it copies to: a closure would be made for each frame.
function copyEntry(this: Frame, value: unknown, store: Store): void {
  this.set(store, value)
}

function sizeOf(frame: Frame | undefined): number {
  return frame === undefined ? 0 : frame.size
}
