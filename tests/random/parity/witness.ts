import { executionAsyncId } from 'node:async_hooks'
import { types } from 'node:util'
import type { Notes } from '../world/ground.js'

/** How many microtasks are told apart in one turn of the event loop. */
const MICROTASKS = 12

// See NOT_COMPARED: how V8 words it depends on whether it has optimised the caller. Deno's build calls it `y` and `h`.
const NOT_CALLED =
  /^((ReflectApply|Reflect\.apply|ownApply|[hy]) is|Function\.prototype\.apply was called on .* and) not a function$/

/**
 * Writes down what a program sees, and when: each line begins with the turn of the event loop and the microtask in it.
 * Objects are numbered in the order in which they are first seen, so that identity is compared with everything else.
 */
export class Witness implements Notes {
  readonly lines: string[] = []
  readonly #numbers = new Map<unknown, number>()
  readonly #opaque = new Map<unknown, string>()
  #turn = -1
  #microtask = 0
  #firstAsyncId = Infinity

  /** To be called first in a turn of the event loop. */
  beginTurn(): void {
    this.#turn++
    this.#microtask = 0
    if (this.#turn === 0) this.#firstAsyncId = executionAsyncId()
    const count = (): void => {
      if (++this.#microtask < MICROTASKS) void Promise.resolve().then(count)
    }
    void Promise.resolve().then(count)
  }

  /** Gives a value a name by which it is called, without looking into it: looking at some is an event of its own. */
  opaque<T>(name: string, value: T): T {
    this.#opaque.set(value, name)
    return value
  }

  add(what: string, ...values: unknown[]): void {
    this.lines.push([`${this.#turn}.${this.#microtask}`, what, ...values.map((value) => this.show(value))].join(' '))
  }

  /** Notes what a call gives or throws, and gives the result. */
  call<T>(what: string, fn: () => T): T | undefined {
    let result: T
    try {
      result = fn()
    } catch (error) {
      this.add(`${what} threw`, error)
      return undefined
    }
    this.add(`${what} gave`, result)
    return result
  }

  /** Notes what something is, its prototype, and each of its own properties. */
  describe(what: string, value: object): void {
    this.add(what, Object.prototype.toString.call(value), Object.isExtensible(value))
    this.add(`prototype of ${what}`, this.#kind(Object.getPrototypeOf(value) ?? {}))
    this.describeKeys(what, value)
  }

  /** Notes each of the own properties of something, in their order, with their attributes. */
  describeKeys(what: string, value: object): void {
    for (const key of Reflect.ownKeys(value)) {
      const { value: held, get, set, ...attributes } = Object.getOwnPropertyDescriptor(value, key)!
      this.add(`${what}.${String(key)}`, held, get, set, attributes)
    }
  }

  show(value: any, depth = 2): string {
    if (typeof value === 'string') {
      return JSON.stringify(value.replace(NOT_CALLED, 'called with apply, and no function'))
    }
    if (typeof value === 'bigint') return `${value}n`
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value)
    const opaque = this.#opaque.get(value)
    if (opaque !== undefined) return opaque
    const number = this.#number(value)
    if (types.isProxy(value)) return `${number} proxy`
    const kind = this.#kind(value)
    if (depth === 0) return `${number} ${kind}`
    const properties = Object.getOwnPropertyDescriptors(value)
    const shown = Reflect.ownKeys(properties)
      .filter((key) => !isLeftOut(value, key))
      .map((key) => this.#showProperty(key, properties[key as string]!, depth))
    return `${number} ${kind}{${shown.join(', ')}}`
  }

  #number(value: unknown): string {
    let number = this.#numbers.get(value)
    if (number === undefined) this.#numbers.set(value, number = this.#numbers.size)
    return `#${number}`
  }

  #kind(value: any): string {
    const prototype: any = Object.getPrototypeOf(value)
    const name = prototype === null ? 'null'
      : prototype === Object.prototype ? '' : ownValue(prototype, 'constructor')?.name ?? ''
    if (typeof value === 'function') {
      const constructs = 'prototype' in value ? '' : ' (no constructor)'
      return `${name === 'Function' ? '' : name}function ${value.name}/${value.length}${constructs}`
    }
    if (types.isPromise(value)) return `${prototype === Promise.prototype ? 'native' : name} promise`
    return `${Object.isFrozen(value) ? 'frozen ' : ''}${types.isNativeError(value) ? `${name} ` : name}`
  }

  #showProperty(key: PropertyKey, { value, get, enumerable, writable }: PropertyDescriptor, depth: number): string {
    // The ids of async_hooks, which promises carry, count all resources since the process began.
    if (typeof key === 'symbol' && key.description?.endsWith('async_id_symbol')) {
      value = value < this.#firstAsyncId ? 'earlier' : value - this.#firstAsyncId
    }
    const attributes = `${enumerable ? '' : '(hidden)'}${writable || get ? '' : '(fixed)'}`
    return `${String(key)}${attributes}: ${get ? 'getter' : this.show(value, depth - 1)}`
  }
}

/** Where an error was made, which JavaScriptCore has on the error itself: who traces has its own places. */
const PLACES = ['line', 'column', 'sourceURL', 'originalLine', 'originalColumn']

/** What is shown by other means; and, see NOT_COMPARED, the values of storages that async_hooks hangs on resources. */
function isLeftOut(value: unknown, key: string | symbol): boolean {
  if (typeof key === 'symbol') return key.description === 'kResourceStore'
  if (types.isNativeError(value) && PLACES.includes(key)) return true
  return key === 'stack' || (typeof value === 'function' && (key === 'prototype' || key === 'name' || key === 'length'))
}

function ownValue(object: object, key: string): any {
  return Object.getOwnPropertyDescriptor(object, key)?.value
}
