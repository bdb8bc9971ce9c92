import type { AnyFunction } from '../types.js'

/** Puts a method in place of another, which it calls, with its property and its length as they were. Returns what takes it back. */
export function replaceMethod(target: object, name: string, make: (host: AnyFunction) => AnyFunction): (() => void) | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(target, name)
  if (typeof descriptor?.value !== 'function') return undefined
  const counting = make(descriptor.value)
  Object.defineProperty(counting, 'length', { value: descriptor.value.length, configurable: true })
  if (!Reflect.defineProperty(target, name, { ...descriptor, value: counting })) return undefined
  return () => {
    if ((target as Record<string, unknown>)[name] === counting) Reflect.defineProperty(target, name, descriptor)
  }
}
