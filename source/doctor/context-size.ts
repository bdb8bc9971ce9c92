import { storagesUseAsyncHooks } from '../context/storages-use-async-hooks.js'
import { findFrameClass, type Frame } from '../context/frame/frame-class.js'

/** Gives the frame that is current, where the host has frames. */
export const currentFrame: (() => Frame | undefined) | undefined =
  storagesUseAsyncHooks ? undefined : findFrameClass()?.current
