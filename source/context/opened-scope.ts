import { apply, dispose, TypeError } from '../primordials.js'
import type { AnyFunction } from '../types.js'

/** A scope that the host or someone's own method has opened, as `using` takes it. */
export class OpenedScope {
  readonly #scope: unknown
  readonly #dispose: AnyFunction

  constructor(scope: unknown, dispose: AnyFunction) {
    this.#scope = scope
    this.#dispose = dispose
  }

  dispose(): void {
    apply(this.#dispose, this.#scope, [])
  }
}

/**
 * Takes a scope as `using` does: the method that disposes it is looked up at once.
 *
 * @returns `undefined` for `undefined` and `null`, which are no scope
 * @throws TypeError in V8's words for what can't be disposed
 */
export function use(scope: any): OpenedScope | undefined {
  if (scope === undefined || scope === null) return undefined
  if (
    typeof scope !== 'object' && typeof scope !== 'function'
  ) throw new TypeError('An object is expected with `using` declarations')
  const method: unknown = scope[dispose]
  if (typeof method !== 'function') throw new TypeError('Symbol(Symbol.dispose) is not a function')
  return new OpenedScope(scope, method as AnyFunction)
}
