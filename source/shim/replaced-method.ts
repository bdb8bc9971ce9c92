import { unwatched, watched } from '../copies.js'
import { isHostsOwn } from '../host/own-code.js'
import type { AnyFunction } from '../types.js'
import { pathOf, type Restorable } from './restorable.js'

/** A method of the host's, and the one that stands for it. */
export class ReplacedMethod implements Restorable {
  readonly #target: any
  readonly #name: string
  readonly #descriptor: PropertyDescriptor
  #inPlace = true
  /** The host's own. */
  readonly host: AnyFunction
  /** What stands for it. */
  readonly ours: AnyFunction

  /**
   * Replaces a method, leaving its property as it is in all but its value. One that someone has put there before is left
   * alone: it goes on being called, and comes to what is replaced further down.
   *
   * @param target the prototype that has it
   * @param name   its name
   * @param make   gives the method to put in place of the host's
   */
  static replace(target: any, name: string, make: (host: AnyFunction) => AnyFunction): ReplacedMethod | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(target, name)
    return descriptor !== undefined && isHostsOwn(descriptor.value) ? new ReplacedMethod(target, name, descriptor, watched(name, make(unwatched(descriptor.value)))) : undefined
  }

  private constructor(target: object, name: string, descriptor: PropertyDescriptor, ours: AnyFunction) {
    this.#target = target
    this.#name = name
    this.#descriptor = descriptor
    this.host = descriptor.value
    this.ours = ours
    Object.defineProperty(target, name, { ...descriptor, value: ours })
  }

  /** Whether a method is one of the two, and no one else's. */
  isEither(method: unknown): boolean {
    return method === this.ours || method === this.host
  }

  /** Puts the host's own back, with its property as it was, unless someone else has replaced ours meanwhile. */
  restore(): string[] {
    if (this.#inPlace && this.#target[this.#name] === this.ours) {
      Object.defineProperty(this.#target, this.#name, this.#descriptor)
      this.#inPlace = false
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}
