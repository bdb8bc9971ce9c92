import type { AnyFunction } from '../types.js'

/** Calls fn in a scope that the host or someone's own method has opened, with all that `using` does: it is on no hot path. */
export function runInScope(scope: Disposable, fn: AnyFunction, thisArg?: unknown, args: unknown[] = []): unknown {
  using _scope = scope
  return Reflect.apply(fn, thisArg, args)
}
