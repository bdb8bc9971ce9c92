import { apply, is } from '../../primordials.js'
import type { AnyFunction, Store } from '../../types.js'
import type { StorageMethods } from '../backend.js'
import { isNative } from '../native-store.js'
import { sizeOf, type Frames } from './frames.js'

/**
 * Makes methods of AsyncLocalStorage that enter by one lean copy of the frame, and leave by a pointer where that is
 * exact.
 */
export function makeStorageMethods({ current, set, copyOf }: Frames): StorageMethods {
  const ownApply = apply
  const ownIs = is
  /** Is never current. */
  const noFrame = copyOf(undefined)

  return {
    run: (isOn) => ({
      // `args` is used by Reflect.apply alone: for any other use V8 makes an array of them in each call.
      run(this: Store, data: unknown, fn: AnyFunction, ...args: unknown[]): unknown {
        // Nothing is asked before the host's own first steps: where the value is current these are all there are.
        const prior = this.getStore()
        if (ownIs(prior, data)) return ownApply(fn, null, args)
        const outer = current()
        let entered = noFrame
        let size = 0
        // Someone may have replaced the storage's methods, or the shim was taken back.
        if (isOn() && isNative(this)) {
          entered = copyOf(outer)
          entered.set(this, data)
          size = entered.size + sizeOf(outer)
          set(entered)
        } else {
          this.enterWith(data)
        }
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
