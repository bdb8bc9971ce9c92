import { apply, is } from '../../primordials.js'
import type { AnyFunction, Store } from '../../types.js'
import type { StorageMethods } from '../backend.js'
import { isNative } from '../native-store.js'
import { sizeOf, type Frames } from './frames.js'

/** The rest of the host's `run`, for a storage whose methods someone has replaced, and for all once the shim was taken back. */
function runByMethods(store: Store, prior: unknown, data: unknown, fn: AnyFunction, args: unknown[]): unknown {
  store.enterWith(data)
  try {
    return apply(fn, null, args)
  } finally {
    store.enterWith(prior)
  }
}

/** Makes methods of AsyncLocalStorage that enter by one lean copy of the frame, and leave by a pointer where that is exact. */
export function makeStorageMethods({ current, set, copyOf }: Frames): StorageMethods {
  const ownApply = apply
  return {
    run: (isOn) => ({
      // Nothing is asked before the host's own first steps: where the value is current these are all there are.
      run(this: Store, data: unknown, fn: AnyFunction, ...args: unknown[]): unknown {
        const prior = this.getStore()
        if (is(prior, data)) return ownApply(fn, null, args)
        if (!isOn() || !isNative(this)) return runByMethods(this, prior, data, fn, args)
        const outer = current()
        const entered = copyOf(outer)
        entered.set(this, data)
        const size = entered.size + sizeOf(outer)
        set(entered)
        try {
          return ownApply(fn, null, args)
        } finally {
          if (current() === entered && entered.size + sizeOf(outer) === size) set(outer)
          else this.enterWith(prior)
        }
      }
    }).run,

    // Whatever it is called on is the key, as on the host.
    enterWith: (host, isOn) => ({
      enterWith(this: Store, data: unknown): void {
        if (!isOn()) return apply(host, this, [data])
        const entered = copyOf(current())
        entered.set(this, data)
        set(entered)
      }
    }).enterWith
  }
}
