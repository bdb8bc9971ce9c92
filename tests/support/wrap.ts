/** Puts a wrapper that calls `note` first in place of a method. Disposing gives the method back. */
export function wrap(target: any, method: PropertyKey, note: () => void): Disposable {
  const descriptor = Object.getOwnPropertyDescriptor(target, method)
  const wrapped = target[method]
  target[method] = function (...args: unknown[]) {
    note()
    return Reflect.apply(wrapped, this, args)
  }
  return {
    [Symbol.dispose]() {
      if (descriptor) Object.defineProperty(target, method, descriptor)
      else delete target[method]
    }
  }
}
