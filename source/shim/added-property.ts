import { pathOf, type Restorable } from './restorable.js'

/** A property that the host lacks. */
export class AddedProperty implements Restorable {
  readonly #target: any
  readonly #name: string
  #inPlace = true
  /** What was added. */
  readonly value: unknown

  /**
   * Adds a property as a class or a module has it, or gives `undefined` where there is one, the host's own or someone
   * else's, or none can be added.
   */
  static add(target: object, name: string, value: unknown, enumerable: boolean): AddedProperty | undefined {
    const added = !(name in target) && Reflect.defineProperty(target, name, { value, enumerable, writable: true, configurable: true })
    return added ? new AddedProperty(target, name, value) : undefined
  }

  private constructor(target: object, name: string, value: unknown) {
    this.#target = target
    this.#name = name
    this.value = value
  }

  /** Removes it, unless someone else has put his own in its place meanwhile, which goes on calling ours, or frozen it. */
  restore(): string[] {
    if (this.#inPlace && this.#target[this.#name] === this.value) {
      this.#inPlace = !Reflect.deleteProperty(this.#target, this.#name)
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}
