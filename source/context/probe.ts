import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { storagesUseAsyncHooks } from './async-hooks.js'

/** Makes a storage. A host without such options ignores them. */
export type NewStorage = (options?: { defaultValue: unknown }) => AsyncLocalStorage<unknown>

/**
 * Tries something in an asynchronous context of its own, and leaves no trace of it: a storage that was entered once stays
 * in the context on a host with frames, and on one with async_hooks it goes on costing every resource made.
 *
 * @param fn    what to try; gets a function that makes storages
 * @param until when the storages are needed no more: by default when fn has returned
 */
export function apart<T>(fn: (newStorage: NewStorage) => T, until?: (result: T) => Promise<unknown>): T {
  const storages: Array<AsyncLocalStorage<unknown>> = []
  const disable = (): void => {
    for (const storage of storages) storage.disable()
  }
  const newStorage: NewStorage = (options) => {
    const storage = new (AsyncLocalStorage as any)(options)
    storages.push(storage)
    return storage
  }
  let done: Promise<unknown> | undefined
  try {
    const result = new AsyncResource('tracescope.probe').runInAsyncScope(fn, undefined, newStorage)
    done = until?.(result)
    return result
  } finally {
    if (done === undefined) disable()
    else void done.finally(disable)
  }
}

/**
 * Whether a storage's `run` takes back its own value alone, and leaves what was entered in others meanwhile. Node 24.0 puts
 * the whole context back as it was, and tracescope knows no way to enter stores like that.
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
