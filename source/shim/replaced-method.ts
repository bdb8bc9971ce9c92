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
   * alone: it goes on being called, and comes to what is replaced further down. So is one that can't be replaced.
   *
   * @param target the prototype that has it
   * @param name   its name
   * @param make   gives the method to put in place of the host's
   */
  static replace(target: any, name: string, make: (host: AnyFunction) => AnyFunction): ReplacedMethod | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(target, name)
    if (descriptor === undefined || !isHostsOwn(descriptor.value)) return undefined
    const ours = watched(name, make(unwatched(descriptor.value)))
    return Reflect.defineProperty(target, name, { ...descriptor, value: ours }) ? new ReplacedMethod(target, name, descriptor, ours) : undefined
  }

  private constructor(target: object, name: string, descriptor: PropertyDescriptor, ours: AnyFunction) {
    this.#target = target
    this.#name = name
    this.#descriptor = descriptor
    this.host = descriptor.value
    this.ours = ours
  }

  /** Whether a method is one of the two, and no one else's. */
  isEither(method: unknown): boolean {
    return method === this.ours || method === this.host
  }

  /** Puts the host's own back, with its property as it was, unless someone else has replaced ours meanwhile, or frozen it. */
  restore(): string[] {
    if (this.#inPlace && this.#target[this.#name] === this.ours) {
      this.#inPlace = !Reflect.defineProperty(this.#target, this.#name, this.#descriptor)
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}
