import { asyncIterator, isEnumerable, iterator, match, Object, Reflect, tagOf } from '../primordials.js'
import type { AnyFunction } from '../types.js'

/** The methods of an iterator that can be steps of it. */
export type Step = 'next' | 'return' | 'throw'

/** The methods that give an iterator. */
export const ITERATORS = [iterator, asyncIterator] as const

// Those of the language's own iterators give the iterator itself.
const { [Symbol.iterator]: givesIterator } = Object.getPrototypeOf(Object.getPrototypeOf([].values()))
const { [Symbol.asyncIterator]: givesAsyncIterator } =
  Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype))

/** Whether it is known of a method that gives an iterator that it gives its `this`. */
export function givesItself(method: AnyFunction): boolean {
  return method === givesIterator || method === givesAsyncIterator
}

/** Whether a value has a `next` to call: all that an iterator needs. */
export function isIterator(value: unknown): value is object {
  return methodOf(value, 'next') !== undefined
}

/** Whether a value is an iterator that says so: one that can be iterated itself, as all of the language are. */
export function isDeclaredIterator(value: unknown): value is object {
  return isIterator(value) &&
    (methodOf(value, iterator) !== undefined || methodOf(value, asyncIterator) !== undefined)
}

/**
 * Whether a value is an iterator, or gives asynchronous ones, as a stream does. An array or a Map has its items
 * already.
 */
export function isIteration(value: unknown): value is object {
  return isIterator(value) || methodOf(value, asyncIterator) !== undefined
}

/** A method of a value that may be anything: a getter that throws shall do so for those who asked for the value. */
export function methodOf(value: any, name: PropertyKey): AnyFunction | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  try {
    const method = value[name]
    return typeof method === 'function' ? method : undefined
  } catch {
    return undefined
  }
}

const OF_COLLECTION = /^\[object (Array|Map|Set|String) Iterator\]$/

/**
 * Puts a step in the place of the one that an iterator has. V8 reads all arrays, maps, sets and strings ten times
 * slower once one of their iterators has had a `next` of its own: these get it by a prototype of their own.
 */
export function replaceStep(iterator: object, name: Step, method: Function): boolean {
  try {
    if (match(OF_COLLECTION, tagOf(iterator)) === null) return replaceMethod(iterator, name, method)
    const prototype = Object.create(Reflect.getPrototypeOf(iterator))
    return replaceMethod(prototype, name, method) && Reflect.setPrototypeOf(iterator, prototype)
  } catch {
    return false
  }
}

/** Puts a method of an object's own in the place of the one that it has. Gives whether that was possible. */
export function replaceMethod(object: object, name: PropertyKey, method: Function): boolean {
  try {
    const enumerable = isEnumerable(object, name)
    return Reflect.defineProperty(object, name, { value: method, writable: true, enumerable, configurable: true })
  } catch {
    return false
  }
}
