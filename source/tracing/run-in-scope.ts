import type { AnyFunction } from '../types.js'

/** Calls fn in a scope that someone's own method has opened, or not, as `using` does. */
export function runInScope(scope: Disposable | null | undefined, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    scope?.[Symbol.dispose]()
  }
}
