// What is needed of the language while something is traced, as it was when tracescope was loaded: as Node's own code
// does, it goes on whatever a program puts in the place of globals and their methods later. `source-reads-no-globals`
// holds the other modules to it.

const global = globalThis
const { getOwnPropertyDescriptor } = global.Reflect

/**
 * By themselves: these are called in each trace, and a property of an object would be one look-up more.
 *
 * A function that hands on its rest arguments, or `arguments`, calls a constant of a function around it,
 * `const ownApply = apply`. Bundlers make variables of a module's constants; Node 26 does not know then what is called,
 * and makes an array in each call.
 */
export const { apply, construct } = global.Reflect
export const { is } = global.Object

const {
  create, defineProperty, entries, freeze, fromEntries, getOwnPropertyDescriptors, getOwnPropertySymbols,
  getPrototypeOf, hasOwn, isFrozen, keys, setPrototypeOf, values, assign, prototype: { propertyIsEnumerable, toString }
} = global.Object
export const Object = {
  assign, create,
  defineProperties<Target extends object>(target: Target, descriptors: PropertyDescriptorMap): Target {
    const names = ownKeys(descriptors)
    for (let i = 0; i < names.length; i++) defineProperty(target, names[i]!, ofItself(descriptors[names[i] as string]!))
    return target
  },
  defineProperty<Target extends object>(target: Target, name: PropertyKey, descriptor: PropertyDescriptor): Target {
    return defineProperty(target, name, ofItself(descriptor))
  },
  entries, freeze, fromEntries, getOwnPropertyDescriptor: global.Object.getOwnPropertyDescriptor,
  getOwnPropertyDescriptors, getOwnPropertySymbols, getPrototypeOf, hasOwn, isFrozen, keys, setPrototypeOf, values
}

const { defineProperty: tryToDefine, ownKeys } = global.Reflect

/** A descriptor without what it inherits: a program may have given all objects a `get`. */
function ofItself(descriptor: PropertyDescriptor): PropertyDescriptor {
  return { __proto__: null, ...descriptor } as PropertyDescriptor
}

export const Reflect = {
  defineProperty(target: object, name: PropertyKey, descriptor: PropertyDescriptor): boolean {
    return tryToDefine(target, name, ofItself(descriptor))
  },
  deleteProperty: global.Reflect.deleteProperty, get: global.Reflect.get,
  getOwnPropertyDescriptor, getPrototypeOf: global.Reflect.getPrototypeOf, ownKeys, set: global.Reflect.set,
  setPrototypeOf: global.Reflect.setPrototypeOf
}

export const { trunc } = global.Math
export const { isInteger } = global.Number
export const { Array, Error, TypeError, Map, Proxy, Set } = global
const { WeakMap, WeakSet } = global
/** Node up to 22 has none. */
export const { SuppressedError } = global as { SuppressedError?: SuppressedErrorConstructor }
/** What `new` and `isConstructor` use a constructor for that does nothing. */
export const ObjectConstructor = global.Object

/** What a value is: `Object.prototype.toString`. */
export function tagOf(value: object): string {
  return apply(toString, value, [])
}

/** Whether a property of an object's own is enumerable. */
export function isEnumerable(object: object, name: PropertyKey): boolean {
  return apply(propertyIsEnumerable, object, [name])
}

const { toString: sourceOf } = global.Function.prototype

/** The source of a function. */
export function sourceTextOf(fn: Function): string {
  return apply(sourceOf, fn, [])
}

export const functionToString = sourceOf

const { exec } = global.RegExp.prototype

/** What a regular expression without flags `g` and `y` finds: `exec` looks up nothing that a program could replace. */
export function match(expression: RegExp, text: string): RegExpExecArray | null {
  return apply(exec, expression, [text])
}

/** Gives a class the methods and getters of the one that it extends, as its own, which nobody can change. */
function ownMethodsOf(base: Function, derived: { readonly prototype: object }): void {
  const { prototype } = base
  const names = ownKeys(prototype)
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    const descriptor = getOwnPropertyDescriptor(prototype, name)!
    if (name === 'constructor' || typeof name !== 'string' || descriptor.enumerable) continue
    const { value, get } = ofItself(descriptor)
    defineProperty(derived.prototype, name, ofItself(get === undefined ? { value } : { get }))
  }
}

// Their constructors are written out: on Node 20 the one that a class has by itself reads its arguments by the iterator
// of arrays.

class SafeWeakMap<Key extends WeakKey, Value> extends WeakMap<Key, Value> {
  constructor() {
    super()
  }
}
ownMethodsOf(WeakMap, SafeWeakMap)

/** A WeakMap whose methods nobody can replace. */
export function newWeakMap<Key extends WeakKey, Value>(): WeakMap<Key, Value> {
  return new SafeWeakMap()
}

class SafeWeakSet<Value extends WeakKey> extends WeakSet<Value> {
  constructor() {
    super()
  }
}
ownMethodsOf(WeakSet, SafeWeakSet)

/** A WeakSet whose methods nobody can replace. */
export function newWeakSet<Value extends WeakKey>(): WeakSet<Value> {
  return new SafeWeakSet()
}

class SafeMap<Key, Value> extends Map<Key, Value> {
  constructor() {
    super()
  }
}
ownMethodsOf(Map, SafeMap)

/** A Map whose methods nobody can replace; its iterators are anyone's. */
export function newMap<Key, Value>(): Map<Key, Value> {
  return new SafeMap()
}

const { get: description } = getOwnPropertyDescriptor(global.Symbol.prototype, 'description')!

export function descriptionOf(symbol: symbol): string | undefined {
  return apply(description!, symbol, [])
}

export const asyncIterator: typeof Symbol.asyncIterator = global.Symbol.asyncIterator
export const dispose: typeof Symbol.dispose = global.Symbol.dispose
export const iterator: typeof Symbol.iterator = global.Symbol.iterator

/**
 * The class of the promises that async functions make, whatever someone has called `Promise` before. A promise is made
 * to find it only where that is not the language's own.
 */
export const NativePromise: PromiseConstructor =
  sourceTextOf(global.Promise) === 'function Promise() { [native code] }'
    ? global.Promise
    : getPrototypeOf((async () => {})()).constructor

const { then: thenAtLoad } = NativePromise.prototype
const { call } = global.Function.prototype

/**
 * The promise's own `then`, whatever a promise or its prototype carries later. Engines see through a plain `call`, but
 * not through an array of arguments, and JavaScriptCore not through a bound `call`.
 */
export function chainBy(
  promise: Promise<unknown>, onFulfilled: (value: unknown) => unknown, onRejected: (error: unknown) => unknown
): Promise<unknown> {
  return thenAtLoad.call === call
    ? thenAtLoad.call(promise, onFulfilled, onRejected)
    : apply(thenAtLoad, promise, [onFulfilled, onRejected])
}

// Lists are added to by their length, and joined one by one: the methods and the iterator of arrays are a program's to
// replace.

/** Adds a value at the end of a list. */
export function append<Value>(list: Value[], value: Value): void {
  list[list.length] = value
}

/** Takes the last value off a list. */
export function takeLast<Value>(list: Value[]): Value | undefined {
  if (list.length === 0) return undefined
  const value = list[list.length - 1]
  list.length--
  return value
}

/** Whether a list has a value. */
export function includes(list: readonly unknown[], value: unknown): boolean {
  for (let i = 0; i < list.length; i++) {
    if (list[i] === value) return true
  }
  return false
}

/** Whether two lists have the same values. */
export function areSame(list: readonly unknown[], other: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== other[i]) return false
  }
  return list.length === other.length
}

const { prototype: arrays } = global.Array
const arrayIterators = getPrototypeOf(arrays[iterator].call([]))
const { [iterator]: iteratorAtLoad } = arrays
const { next: nextAtLoad } = arrayIterators

/**
 * Whether `fn(...list)` gives a function just what is in a list: a program may have put another iterator in the place
 * of that of arrays. Only of a call like that V8 knows the function, and inlines it:
 * `arraysSpread() ? fn(...list) : apply(fn, undefined, list)`.
 */
export function arraysSpread(): boolean {
  return arrays[iterator] === iteratorAtLoad && arrayIterators.next === nextAtLoad
}

const { prototype: maps } = global.Map
const { keys: keysAtLoad } = maps
const mapIterators = getPrototypeOf(keysAtLoad.call(new Map()))
const { next: nextOfMapsAtLoad } = mapIterators

/**
 * Whether `map.keys().next()` is the language's own: a program may have put others in the place of both. JavaScriptCore
 * inlines no other call.
 */
export function mapsIterate(): boolean {
  return maps.keys === keysAtLoad && mapIterators.next === nextOfMapsAtLoad
}

/** Some arguments, and those that follow them, in a list of that very length: one that grows takes room for 17. */
export function joined(first: readonly unknown[], rest: readonly unknown[]): unknown[] {
  const all: unknown[] = new Array(first.length + rest.length)
  for (let i = 0; i < first.length; i++) all[i] = first[i]
  for (let i = 0; i < rest.length; i++) all[first.length + i] = rest[i]
  return all
}
