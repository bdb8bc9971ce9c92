import { apply, is } from '../../primordials.js'
import type { AnyFunction, Store } from '../../types.js'
import type { StorageMethods } from '../backend.js'
import { sizeOf, type Frames } from './frames.js'

/** Makes methods of AsyncLocalStorage that enter by one lean copy of the frame, and leave by a pointer where that is exact. */
export function makeStorageMethods({ current, set, copyOf }: Frames): StorageMethods {
  const ownApply = apply
  return {
    run: (host, isFast) => ({
      // The rest arguments are nothing but applied, and the host gets `arguments`: where they were handed on as an array, V8 made
      // that array in each call, also where the value is current and nothing else is allocated.
      run(this: Store, data: unknown, fn: AnyFunction, ...args: unknown[]): unknown {
        if (!isFast(this)) return ownApply(host, this, arguments)
        const prior = this.getStore()
        if (is(prior, data)) return ownApply(fn, null, args)
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
