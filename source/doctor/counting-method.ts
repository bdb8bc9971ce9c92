import { Object, Reflect } from '../primordials.js'
import type { AnyFunction } from '../types.js'

/** Puts a method in place of another, which it calls, with its property and its length as they were. */
export function replaceMethod(target: object, name: string, make: (host: AnyFunction) => AnyFunction): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name)
  if (typeof descriptor?.value !== 'function') return
  const counting = make(descriptor.value)
  Object.defineProperty(counting, 'length', { value: descriptor.value.length, configurable: true })
  // It may be frozen: then it is not counted.
  Reflect.defineProperty(target, name, { ...descriptor, value: counting })
}
