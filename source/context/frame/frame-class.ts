import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { isMap } from 'node:util/types'
import { construct, Proxy } from '../../primordials.js'
import type { Store } from '../../types.js'
import { storagesUseAsyncHooks } from '../storages-use-async-hooks.js'

/**
 * Node's AsyncContextFrame: a Map from storage to value that stands for the whole context, and is replaced rather than
 * changed.
 */
export interface Frame extends Map<Store, unknown> {
  /** Takes a storage out, in place. */
  disable(store: Store): void
}

export interface FrameClass {
  readonly prototype: Frame
  new (store: Store, value: unknown): Frame
  /** The frame that is current, or `undefined` for an empty context. */
  current(): Frame | undefined
  set(frame: Frame | undefined): void
}

/** The class of frames, or `undefined` where there are none. The context is left as it is. */
export function findFrameClass(): FrameClass | undefined {
  if (!isLookedFor) found = lookForFrameClass()
  isLookedFor = true
  return found
}

let found: FrameClass | undefined
let isLookedFor = false

function lookForFrameClass(): FrameClass | undefined {
  if (storagesUseAsyncHooks) return undefined
  const outer = seeFrame()
  const storage = new AsyncLocalStorage()
  const frame = storage.run(1, seeFrame)
  const FrameType = frame?.constructor as FrameClass | undefined
  const isFrame = isMap(frame) && typeof FrameType?.current === 'function' && typeof FrameType.set === 'function'
  if (isFrame) FrameType.set(outer)
  else storage.disable()
  return isFrame ? FrameType : undefined
}

const SEEN = Symbol('seen')

/**
 * The frame that an AsyncResource made now would keep, or `undefined` where it would keep none. It is seen on its way
 * into the resource, of which nothing is made then: no hook hears of it, and it takes no async id.
 */
export function seeFrame(): Frame | undefined {
  let frame: Frame | undefined
  function Resource() {}
  Resource.prototype = new Proxy({}, {
    set(_prototype, key, value) {
      if (typeof key !== 'symbol' || key.description !== 'context_frame') return true
      frame = value
      throw SEEN
    }
  })
  try {
    construct(AsyncResource, ['tracescope.probe'], Resource)
  } catch (error) {
    if (error !== SEEN) throw error
  }
  return frame
}
