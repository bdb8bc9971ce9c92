import { AsyncLocalStorage } from 'node:async_hooks'
import { findPrototypes } from '../host/methods.js'
import type { Copy, StrictMode } from '../registry.js'
import type { AnyFunction } from '../types.js'
import { noteCopy } from './opening.js'
import { openWatched } from './watch.js'

const methods = new WeakMap<Function, AnyFunction>()

/** Strict mode, as the copies of the package see it. */
export const strictMode: StrictMode = {
  join(copy: Copy): void {
    noteCopy(copy.call)
    copy.watchScopes((open) => ((storage, value) => openWatched(copy.withScope, storage, () => open(storage, value))) as typeof open)
    copy.watchStoreScopes((open) => ((channel, message) => openWatched(copy.withStoreScope, channel, () => open(channel, message))) as typeof open)
    watchMethodOf(copy.BoundedChannel.prototype, 'withScope')
    const { withScope }: { withScope?: AnyFunction } = AsyncLocalStorage.prototype
    if (withScope !== undefined && methods.has(withScope)) copy.adopt('withScope', withScope)
  },

  watchMethod(name: string, method: AnyFunction): AnyFunction {
    if (name !== 'withScope' && name !== 'withStoreScope') return method
    const { [name]: watched } = {
      [name](this: unknown, ...args: unknown[]): Disposable {
        return openWatched(watched!, this, () => Reflect.apply(method, this, args))
      }
    }
    Object.defineProperty(watched, 'length', { value: method.length, configurable: true })
    methods.set(watched!, method)
    return watched!
  },

  beneath: (method) => typeof method === 'function' ? methods.get(method) ?? method : method
}

/** Watches the scopes of the host's own methods. */
export function watchHost(): void {
  const prototypes = findPrototypes()
  watchMethodOf(AsyncLocalStorage.prototype, 'withScope')
  if (prototypes === undefined) return
  watchMethodOf(prototypes.activeChannel, 'withStoreScope')
  if (prototypes.boundedChannel !== undefined) watchMethodOf(prototypes.boundedChannel, 'withScope')
}

function watchMethodOf(prototype: object, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  if (typeof descriptor?.value !== 'function' || methods.has(descriptor.value)) return
  Object.defineProperty(prototype, name, { ...descriptor, value: strictMode.watchMethod(name, descriptor.value) })
}
