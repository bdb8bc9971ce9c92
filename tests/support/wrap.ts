type AnyFunction = (...args: any[]) => any

const { apply: ReflectApply } = Reflect

/** The ways in which people wrap a function: to call `note`, and then the function. */
export const WRAPPINGS = {
  'a function'(wrapped: AnyFunction, note: () => void): AnyFunction {
    return function (this: unknown, ...args) {
      note()
      return Reflect.apply(wrapped, this, args)
    }
  },

  'a proxy'(wrapped: AnyFunction, note: () => void): AnyFunction {
    return new Proxy(wrapped, {
      apply(target, thisArg, args) {
        note()
        return Reflect.apply(target, thisArg, args)
      }
    })
  },

  'a method with the words of Node\'s own code'(wrapped: AnyFunction, note: () => void): AnyFunction {
    return {
      wrapper(...args: unknown[]): unknown {
        note()
        return ReflectApply(wrapped, this, args)
      }
    }.wrapper
  },

  'a function that may call fn itself'(wrapped: AnyFunction, note: () => void): AnyFunction {
    return function (this: unknown, ...args) {
      const [fn, , thisArg] = args
      if (fn === wrapped) return ReflectApply(fn, thisArg, args)
      note()
      return ReflectApply(wrapped, this, args)
    }
  }
} as const satisfies Record<string, (wrapped: AnyFunction, note: () => void) => AnyFunction>

/** The names of {@link WRAPPINGS}. */
export type Wrapping = keyof typeof WRAPPINGS

/** Puts a wrapper that calls `note` first in place of a method. Disposing gives the method back. */
export function wrap(
  target: any, method: PropertyKey, note: () => void, wrapping: Wrapping = 'a function'
): Disposable {
  const descriptor = Object.getOwnPropertyDescriptor(target, method)
  target[method] = WRAPPINGS[wrapping](target[method], note)
  return {
    [Symbol.dispose]() {
      if (descriptor) Object.defineProperty(target, method, descriptor)
      else delete target[method]
    }
  }
}
