import { AsyncLocalStorage, AsyncResource } from '../host/async-hooks.js'
import { append } from '../primordials.js'
import { storagesUseAsyncHooks } from './storages-use-async-hooks.js'
import { findFrameClass } from './frame/frame-class.js'

/** Makes a storage. A host without such options ignores them. */
export type NewStorage = (options?: { defaultValue: unknown }) => InstanceType<typeof AsyncLocalStorage<unknown>>

/**
 * Tries something, and leaves no trace of it in the asynchronous context. Where there are frames, the one before is set
 * back: that takes no async id, and no hook hears of it. Elsewhere it is tried in a context of its own, and the
 * storages are disabled afterwards: with async_hooks they would go on costing every resource made.
 *
 * @param fn what to try, at once; gets a function that makes storages
 */
export function apart<T>(fn: (newStorage: NewStorage) => T): T {
  const FrameType = findFrameClass()
  return FrameType === undefined ? inResource(fn) : inFrame(fn, FrameType)
}

type FrameType = NonNullable<ReturnType<typeof findFrameClass>>

function inFrame<T>(fn: (newStorage: NewStorage) => T, { current, set }: FrameType): T {
  const outer = current()
  try {
    return fn(newStorage)
  } finally {
    set(outer)
  }
}

const newStorage: NewStorage = (options) => new (AsyncLocalStorage as any)(options)

function inResource<T>(fn: (newStorage: NewStorage) => T): T {
  const storages: Array<ReturnType<NewStorage>> = []
  const newNotedStorage: NewStorage = (options) => {
    const storage = newStorage(options)
    append(storages, storage)
    return storage
  }
  try {
    return new AsyncResource('tracescope.probe').runInAsyncScope(fn, undefined, newNotedStorage)
  } finally {
    for (let i = 0; i < storages.length; i++) storages[i]!.disable()
  }
}

/**
 * Whether a storage's `run` takes back its own value alone, and leaves what was entered in others meanwhile. Node 24.0
 * puts the whole context back as it was, and tracescope knows no way to enter stores like that.
 */
export function runKeepsOthers(): boolean {
  // Each storage has a place of its own there, and trying it would cost the process what the first storage costs.
  if (storagesUseAsyncHooks) return true
  return apart((newStorage) => {
    const other = newStorage()
    newStorage().run(1, () => other.enterWith('kept'))
    return other.getStore() === 'kept'
  })
}
