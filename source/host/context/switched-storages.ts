import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyFunction } from '../../types.js'
import type { ResourceStore } from './resource-values.js'

// Which storages are disabled and enabled while calls are isolated. On async_hooks that holds for all resources at once,
// and the host does not show its list of storages: they are noted by the methods that do it.

interface Switched {
  readonly storage: ResourceStore
  readonly wasEnabled: boolean
}

const switched: Switched[] = []
let depth = 0
let noting = false

/** Starts to note, until the switches are put back. */
export function switchesOf(): Switches {
  if (!noting) noteSwitches()
  return new Switches()
}

/** The storages that are switched during a call. */
class Switches {
  readonly #mark = switched.length

  constructor() {
    depth++
  }

  /** Calls a function for each storage that was enabled before, another for each that was not and is now. */
  putBack(enable: (storage: ResourceStore) => void, forget: (storage: ResourceStore) => void): void {
    depth--
    const met = new Set<ResourceStore>()
    for (const { storage, wasEnabled } of switched.slice(this.#mark)) {
      if (met.has(storage)) continue
      met.add(storage)
      if (wasEnabled) enable(storage)
      else if (storage.enabled) forget(storage)
    }
    // The one around this has to know them as well.
    if (depth === 0) switched.length = 0
  }
}

/** Not before the first isolated call: who isolates nothing has the host as it is. */
function noteSwitches(): void {
  noting = true
  const prototype: any = AsyncLocalStorage.prototype
  for (const [name, wasEnabled] of [['disable', true], ['_enable', false]] as const) {
    const method: AnyFunction = prototype[name]
    const { [name]: value } = {
      [name](this: ResourceStore): unknown {
        if (depth > 0 && this.enabled === wasEnabled) switched.push({ storage: this, wasEnabled })
        return Reflect.apply(method, this, [])
      }
    }
    Object.defineProperty(prototype, name, { value })
  }
}
