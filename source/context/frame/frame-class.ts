import { AsyncResource } from 'node:async_hooks'
import { isMap } from 'node:util/types'
import { apart } from '../probe.js'
import type { Store } from '../../types.js'

/** Node's AsyncContextFrame: a Map from storage to value that stands for the whole context, and is replaced rather than changed. */
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

/** An AsyncResource keeps the frame that it was made in, where there are frames. */
export function findFrameClass(): FrameClass | undefined {
  const resource: any = apart((newStorage) => newStorage().run(1, () => new AsyncResource('tracescope.probe')))
  const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame')
  const frame = symbol && resource[symbol]
  const found: FrameClass | undefined = frame?.constructor
  const isFrame = isMap(frame) && typeof found?.current === 'function' && typeof found.set === 'function'
  return isFrame ? found : undefined
}
