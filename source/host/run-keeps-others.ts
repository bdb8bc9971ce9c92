import { apart } from './apart.js'
import { storagesUseAsyncHooks } from './context/async-hooks.js'

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
