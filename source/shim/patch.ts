import { isOfThisHost } from '../host/methods.js'
import { Object, Reflect } from '../primordials.js'
import { unwatched, watched } from '../registry.js'
import type { AnyFunction } from '../types.js'
import { BECAUSE, type Leave } from './left-to-host.js'

/** A change to the host that can be taken back. */
export interface Restorable {
  /** Whether there is a change at all. */
  readonly isEffective: boolean
  /**
   * Puts the host back as it was before the change, but for what someone else has replaced meanwhile. Gives the paths
   * of that. Restoring again restores what can be by then.
   */
  restore(): string[]
}

/** Restores several changes, and gives the paths of what could not be. */
export function restoreAll(changes: ReadonlyArray<Restorable | undefined>): string[] {
  return changes.flatMap((change) => change?.restore() ?? [])
}

/** Whether one of several changes is a change at all. */
export function isAnyEffective(changes: ReadonlyArray<Restorable | undefined>): boolean {
  return changes.some((change) => change?.isEffective)
}

/** What people call a property: `TracingChannel#traceSync` that of a class, by its name alone that of a module. */
export function pathOf(target: any, name: string): string {
  const { constructor } = target
  return constructor?.prototype === target ? `${constructor.name}#${name}` : name
}

/** A property that the host lacks. */
export class AddedProperty implements Restorable {
  readonly isEffective = true
  readonly #target: object
  readonly #name: string
  readonly #added: PropertyDescriptor
  #inPlace = true

  /**
   * Adds a property as a class or a module has it, or gives `undefined` where there is one, the host's own or someone
   * else's, or none can be added.
   */
  static add(
    target: object, name: string, value: unknown, enumerable: boolean, leave: Leave
  ): AddedProperty | undefined {
    return AddedProperty.define(target, name, { value, enumerable, writable: true, configurable: true }, leave)
  }

  /** Adds one by its descriptor. */
  static define(target: object, name: string, descriptor: PropertyDescriptor, leave: Leave): AddedProperty | undefined {
    if (name in target) return undefined
    if (Reflect.defineProperty(target, name, descriptor)) return new AddedProperty(target, name, descriptor)
    leave(pathOf(target, name), BECAUSE.frozen)
    return undefined
  }

  private constructor(target: object, name: string, added: PropertyDescriptor) {
    this.#target = target
    this.#name = name
    this.#added = added
  }

  /**
   * Removes it, unless someone else has put his own in its place meanwhile, which goes on calling ours, or frozen it.
   */
  restore(): string[] {
    const { value, get } = { ...Reflect.getOwnPropertyDescriptor(this.#target, this.#name) }
    if (this.#inPlace && value === this.#added.value && get === this.#added.get) {
      this.#inPlace = !Reflect.deleteProperty(this.#target, this.#name)
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}

/** A method of the host's, and the one that stands for it. */
export class ReplacedMethod implements Restorable {
  readonly isEffective = true
  readonly #target: any
  readonly #name: string
  readonly #descriptor: PropertyDescriptor
  #inPlace = true
  /** The host's own. */
  readonly host: AnyFunction
  /** What stands for it. */
  readonly ours: AnyFunction

  /**
   * Replaces a method, leaving its property as it is in all but its value. One that someone has put there before is
   * left alone: it goes on being called, and comes to what is replaced further down. So is one that can't be replaced.
   *
   * @param target the prototype that has it
   * @param name   its name
   * @param make   gives the method to put in place of the host's
   * @param leave  is told why it is left alone
   */
  static replace(
    target: any, name: string, make: (host: AnyFunction) => AnyFunction, leave: Leave
  ): ReplacedMethod | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(target, name)
    if (descriptor === undefined) return undefined
    if (!isOfThisHost(descriptor.value)) {
      leave(pathOf(target, name), BECAUSE.replacedBefore)
      return undefined
    }
    const ours = watched(name, make(unwatched(descriptor.value)))
    if (
      Reflect.defineProperty(target, name, { ...descriptor, value: ours })
    ) return new ReplacedMethod(target, name, descriptor, ours)
    leave(pathOf(target, name), BECAUSE.frozen)
    return undefined
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

  /**
   * Puts the host's own back, with its property as it was, unless someone else has replaced ours meanwhile, or frozen
   * it.
   */
  restore(): string[] {
    if (this.#inPlace && this.#target[this.#name] === this.ours) {
      this.#inPlace = !Reflect.defineProperty(this.#target, this.#name, this.#descriptor)
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}
