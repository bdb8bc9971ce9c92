import { types } from 'node:util'

/** What a scenario saw, line by line; every value in it is told apart by what a user could tell it apart by. */
export class Transcript {
  readonly lines: string[] = []
  readonly #known = new Map<unknown, string>()

  /** Gives a value a name, by which it is called from now on: identity is observable. */
  name<T>(name: string, value: T): T {
    this.#known.set(value, name)
    return value
  }

  add(...parts: unknown[]): void {
    this.lines.push(parts.map((part) => typeof part === 'string' ? part : this.show(part)).join(' '))
  }

  /** Adds what a call gave or threw, and gives the result. */
  call<T>(what: string, fn: () => T): T | undefined {
    try {
      const result = fn()
      this.add(what, 'gave', result as unknown)
      return result
    } catch (error) {
      this.add(what, 'threw', error)
      return undefined
    }
  }

  show(value: any, depth = 2): string {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    if (typeof value === 'string') return JSON.stringify(value)
    if (typeof value === 'function') return `function ${value.name}/${value.length}`
    if (typeof value !== 'object' || value === null) return String(value)
    if (value instanceof Error && value.name === 'SuppressedError') return this.#showSuppressed(value)
    if (value instanceof Error)
      return `${value.constructor.name}(${[(value as any).code, value.message].filter(Boolean).join(': ')})`
    if (types.isPromise(value)) return `promise of ${Object.getPrototypeOf(value) === Promise.prototype
      ? 'Promise'
      : Object.getPrototypeOf(value)?.constructor?.name}`
    const prototype = Object.getPrototypeOf(value)
    const name = prototype === null ? 'null' : prototype === Object.prototype ? '' : prototype.constructor.name
    const frozen = Object.isFrozen(value) ? 'frozen ' : ''
    if (depth === 0) return `${frozen}${name}{…}`
    const entries = Reflect.ownKeys(value).map((key) => `${String(key)}: ${this.show(value[key], depth - 1)}`)
    return `${frozen}${name}{${entries.join(', ')}}`
  }

  /** As it can be told on every host: up to Node 22 there is no such class. */
  #showSuppressed(error: any): string {
    const isHidden = ['message', 'error', 'suppressed'].every((name) =>
      Object.getOwnPropertyDescriptor(error, name)?.enumerable === false)
    return `SuppressedError(${error.message}: ${this.show(error.error)} over ${this.show(error.suppressed)}, ` +
      `hidden ${isHidden})`
  }
}
