import { apply, is } from '../../primordials.js'
import type { BoundStores, Store } from '../../types.js'
import type { Backend, EnterStyle } from '../backend.js'
import { areNative, bindingsOf } from '../bindings.js'
import { onlyStoreOf } from '../bound-stores.js'
import type { Entered, Entry } from '../entry.js'
import { isNative } from '../native-store.js'
import { callTransform, enterByWalk, enterFirstByWalk, isTransform, NO_VALUE } from '../walk.js'
import type { FrameClass } from './frame-class.js'
import { makeFrameEntries, putBackOne } from './frame-entry.js'
import { makeFrameWalk } from './frame-walk.js'
import { makeFrames, sizeOf } from './frames.js'
import { makeFrameIsolate } from './isolate-in-frame.js'
import { makeStorageMethods } from './storage-methods-in-frames.js'

/**
 * The backend of hosts with AsyncContextFrame: one new frame for all stores of a trace, and back by a pointer, where
 * the public methods copy the whole context twice for each store.
 */
export function makeFrameBackend(FrameType: FrameClass): Backend {
  const frames = makeFrames(FrameType)
  const { current, set, copyOf } = frames
  const entries = makeFrameEntries(frames)
  const { FrameEntry, putBackUnset } = entries
  const FrameWalk = makeFrameWalk(FrameType, frames, entries)

  /** Enters a value in one store. Returns `undefined` when it is current already, in style `run`. */
  const enterValue = (store: Store, value: unknown, style: EnterStyle): Entry | undefined => {
    const prior = store.getStore()
    if (style === 'run' && is(prior, value)) return undefined
    const outer = current()
    const entered = copyOf(outer)
    entered.set(store, value)
    const entry = new FrameEntry(entered, outer, entered.size + sizeOf(outer), putBackOne, store, prior)
    set(entered)
    return entry
  }

  /** Enters the only store of a channel, as most have: no other was entered that its transform could see. */
  const enterSingle = (stores: BoundStores, message: unknown, style: EnterStyle): Entered => {
    const store = onlyStoreOf(stores)
    const transform = stores.get(store)
    if (!isNative(store)) return null
    let value = message
    if (isTransform(transform, style)) {
      value = callTransform(transform, message)
      // It may have bound others, or given the store methods of its own.
      if (
        stores.size !== 1 || !stores.has(store) || !isNative(store)
      ) return enterFirstByWalk(new FrameWalk(message, style), store, value, stores)
      if (value === NO_VALUE) return undefined
    }
    return enterValue(store, value, style)
  }

  /**
   * Enters the message in stores that are known to have had no value lately. Returns `undefined` if one of them has one
   * now.
   */
  const enterUnset = (list: readonly Store[], message: unknown): Entry | undefined => {
    const outer = current()
    // What is entered together mostly has values together: one tells before any has been copied.
    if (outer?.has(list[0]!)) return undefined
    const entered = copyOf(outer)
    for (let i = 0; i < list.length; i++) entered.set(list[i]!, message)
    const outerSize = sizeOf(outer)
    if (entered.size !== outerSize + list.length) return undefined
    const entry = new FrameEntry(entered, outer, entered.size + outerSize, putBackUnset, list, undefined)
    set(entered)
    return entry
  }

  return {
    name: 'frame',

    enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered {
      if (stores.size === 1) return enterSingle(stores, message, style)
      if (style === 'scope' && areNative(stores)) return enterByWalk(new FrameWalk(message, style), stores)
      const bindings = bindingsOf(stores)
      if (bindings === undefined) return null
      if (bindings.giveUndefined && message !== undefined) {
        const entry = enterUnset(bindings.stores, message)
        if (entry !== undefined) return entry
      }
      return enterByWalk(new FrameWalk(message, style), stores, bindings)
    },

    enterOne: (store: Store, value: unknown) => enterValue(store, value, 'scope')!,

    isolate(): unknown {
      this.isolate = makeFrameIsolate(FrameType, copyOf)
      return apply(this.isolate, this, arguments)
    },

    storageMethods: makeStorageMethods(frames)
  }
}
