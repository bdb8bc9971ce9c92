import { pathOf, type Restorable } from './restorable.js'

/** A property that the host lacks. */
export class AddedProperty implements Restorable {
  readonly #target: any
  readonly #name: string
  #inPlace = true
  /** What was added. */
  readonly value: unknown

  /** Adds a property as a class or a module has it, or gives `undefined` where there is one: the host's own, or someone else's. */
  static add(target: object, name: string, value: unknown, enumerable: boolean): AddedProperty | undefined {
    return name in target ? undefined : new AddedProperty(target, name, value, enumerable)
  }

  private constructor(target: object, name: string, value: unknown, enumerable: boolean) {
    this.#target = target
    this.#name = name
    this.value = value
    Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true })
  }

  /** Removes it, unless someone else has put his own in its place meanwhile: that one goes on calling ours. */
  restore(): string[] {
    if (this.#inPlace && this.#target[this.#name] === this.value) {
      delete this.#target[this.#name]
      this.#inPlace = false
    }
    return this.#inPlace ? [pathOf(this.#target, this.#name)] : []
  }
}
