// What stands for `primordials.ts` in the live part, by plain names: there each byte counts, and edges have one program
// each.

export const { Object, Promise: NativePromise, Reflect } = globalThis
export const { apply } = Reflect
export const { asyncIterator, iterator } = Symbol

export const match = (expression: RegExp, text: string): RegExpExecArray | null => expression.exec(text)
export const newWeakMap = <Key extends WeakKey, Value>(): WeakMap<Key, Value> => new WeakMap()
export const tagOf = (value: object): string => ({}).toString.call(value)
export const isEnumerable = (object: object, name: PropertyKey): boolean => ({}).propertyIsEnumerable.call(object, name)

const { then } = NativePromise.prototype
export const chainBy = (
  promise: Promise<unknown>, onFulfilled: (value: any) => unknown, onRejected: (error: any) => unknown
): Promise<unknown> => then.call(promise, onFulfilled, onRejected)
