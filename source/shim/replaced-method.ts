import type { AnyFunction } from '../types.js'

/** A method of the host's that another one stands for. */
export interface ReplacedMethod {
  /** The host's own. */
  readonly host: AnyFunction
  /** Whether a method is one of the two, and no one else's. */
  isEither(method: unknown): boolean
  /** Puts the host's own back, with its property as it was, unless someone else has replaced ours meanwhile. */
  restore(): void
}

/**
 * Replaces a method, leaving its property as it is in all but its value.
 *
 * @param target the prototype that has it
 * @param name   its name
 * @param make   gives the method to put in place of the host's
 * @throws TypeError when there is no such method, or it can't be replaced
 */
export function replaceMethod(target: any, name: string, make: (host: AnyFunction) => AnyFunction): ReplacedMethod {
  const descriptor = Object.getOwnPropertyDescriptor(target, name)
  const host: unknown = descriptor?.value
  if (typeof host !== 'function') throw new TypeError(`${name} is not a method`)
  const ours = make(host as AnyFunction)
  Object.defineProperty(target, name, { ...descriptor, value: ours })
  return {
    host: host as AnyFunction,
    isEither: (method) => method === host || method === ours,
    restore() {
      if (target[name] === ours) Object.defineProperty(target, name, descriptor!)
    }
  }
}
