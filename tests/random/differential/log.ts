import { types } from 'node:util'
import type { Notes } from '../world/ground.js'

/** Writes down what a sequence sees, without when: tracers may take more microtasks or fewer. */
export class Log implements Notes {
  readonly lines: string[] = []
  readonly #names = new Map<unknown, string>()
  #count = 0

  opaque<T>(name: string, value: T): T {
    this.#names.set(value, name)
    return value
  }

  add(what: string, ...values: unknown[]): void {
    let line = what
    for (const value of values) line += ` ${this.#show(value)}`
    this.lines.push(line)
  }

  #show(value: unknown): string {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value)
    if (Array.isArray(value)) return `[${value.map((element) => this.#show(element)).join(', ')}]`
    const name = this.#names.get(value)
    if (name !== undefined) return name
    if (types.isNativeError(value)) return `${value.name}: ${value.message}`
    // One for all scopes that were opened where nobody listens is as good as one for each.
    if (Symbol.dispose in value) return 'scope'
    const numbered = `${types.isPromise(value) ? 'promise' : typeof value} ${this.#count++}`
    this.#names.set(value, numbered)
    return numbered
  }
}
