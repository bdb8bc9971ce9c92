import type { AnyFunction, BoundStores, Store } from '../types.js'
import { storagesUseAsyncHooks } from './async-hooks.js'
import { findFrameClass, type Frame } from './frame-class.js'
import { makeFrameRecords } from './frame-records.js'
import { makeFrames, sizeOf } from './frames.js'
import { makeFrameIsolate } from './isolate-in-frame.js'
import { isStillSo, knownStores } from './known-stores.js'
import type { Manner } from './manner.js'
import { soleStoreOf } from './sole-store.js'
import { NOTHING, top } from './undo-stack.js'
import { type Entered, type EnteredStores, forget, isSeveral, remember, undo } from './undo.js'
import type { ContextWay, EnteredStore } from './way.js'

/**
 * The way of hosts with AsyncContextFrame: one new frame for all stores of a trace, and back by a pointer, where the
 * public methods copy the whole context twice for each store.
 *
 * Where the context was changed in between, the stores are put back in a copy of what is current, as the public methods do
 * one by one.
 *
 * @returns `undefined` where there are no frames
 */
export function makeFrameWay(): ContextWay | undefined {
  if (storagesUseAsyncHooks) return undefined
  const Frame = findFrameClass()
  if (Frame === undefined) return undefined
  const frames = makeFrames(Frame)
  const { current, set, copyOf, isUndisturbed } = frames
  const { enterByRecord, putBackUndefined } = makeFrameRecords(frames)

  const leave = (entered: Frame, stores: EnteredStores, outer: Frame | undefined, prior: unknown, size: number): void => {
    if (isUndisturbed(entered, outer, size)) set(outer)
    else if (isSeveral(stores)) putBackUndefined(stores)
    else stores.enterWith(prior)
  }

  class EnteredInFrame implements EnteredStore {
    readonly #entered: Frame
    readonly #stores: EnteredStores
    readonly #outer: Frame | undefined
    readonly #prior: unknown
    readonly #size: number

    constructor(entered: Frame, stores: EnteredStores, outer: Frame | undefined, prior: unknown, size: number) {
      this.#entered = entered
      this.#stores = stores
      this.#outer = outer
      this.#prior = prior
      this.#size = size
    }

    leave(): void {
      leave(this.#entered, this.#stores, this.#outer, this.#prior, this.#size)
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

  /** Enters the message in stores of which is known what they had. `null` if it is not. */
  const enterKnown = (stores: BoundStores, message: unknown): Frame | null => {
    const known = knownStores(stores, message)
    // What is entered together mostly has values together: one tells before any has been copied.
    if (known === undefined || current()?.has(known[0]!) || !isStillSo(known, stores)) return null
    const outer = current()
    const entered = copyOf(outer)
    for (let i = 0; i < known.length; i++) entered.set(known[i]!, message)
    const outerSize = sizeOf(outer)
    // One of them had a value.
    if (entered.size !== outerSize + known.length) return null
    remember(known, outer, undefined, entered.size + outerSize, top)
    set(entered)
    return entered
  }

  return {
    name: 'frame',

    enter(stores: BoundStores, message: unknown, manner: Manner): Entered {
      const sole = soleStoreOf(stores)
      if (sole !== undefined) return enterSole(sole, message, manner)
      return enterKnown(stores, message) ?? enterByRecord(stores, message, manner)
    },

    leaveUnrecorded(entered: Frame, stores: EnteredStores, outer: Frame | undefined, prior: unknown, size: number): void {
      forget()
      leave(entered, stores, outer, prior, size)
    },

    enterByRecord,

    enterOne(store: Store, value: unknown): EnteredStore {
      const outer = current()
      const entered = copyOf(outer)
      const prior = store.getStore()
      entered.set(store, value)
      const inFrame = new EnteredInFrame(entered, store, outer, prior, entered.size + sizeOf(outer))
      set(entered)
      return inFrame
    },

    enterKnown(stores: BoundStores, message: unknown): EnteredStore | undefined {
      const entered = enterKnown(stores, message)
      if (entered === null) return undefined
      const { stores: known, outer, prior, size } = undo
      forget()
      return new EnteredInFrame(entered, known!, outer as Frame | undefined, prior, size)
    },

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
