import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks'
import type { ResourceStore } from './resource-store.js'

/**
 * Makes a storage that the host has in no list: it is entered and left as any other, but the host hands none of its values on,
 * and observes no promise for it.
 */
export function newStandIn(options?: { defaultValue: unknown }): ResourceStore {
  // In here: most processes have no use for it.
  class StandIn extends (AsyncLocalStorage as new (options?: object) => object) {
    declare enabled: boolean

    // Written out: on Node 20 the one that a class has by itself reads its arguments by the iterator of arrays.
    constructor() {
      super(options)
    }

    _enable(): void {
      this.enabled = true
    }

    disable(): void {
      this.enabled = false
    }
  }
  return new StandIn() as unknown as ResourceStore
}

/**
 * Tries something on a storage that stands in for one that is about to be entered, and leaves the current resource as it was.
 * The one itself is not touched: someone may have put methods of his own on it.
 *
 * The stand-in has the key of that one. V8 notes the keys that the host's code and tracescope's meet, and from the second one
 * on what they do takes longer.
 *
 * @param fn what to try; it makes no asynchronous resource, whose observers would see the values that are tried
 */
export function onStandIn<T>(store: ResourceStore, fn: (standIn: ResourceStore) => T): T {
  const key = store.kResourceStore
  const standIn = newStandIn()
  Object.defineProperty(standIn, 'kResourceStore', { value: key })
  const resource = executionAsyncResource()
  const symbol = symbolOfValues(resource)
  const values = symbol === undefined ? resource : Reflect.get(resource, symbol)
  const held = Object.getOwnPropertyDescriptor(values, key)
  try {
    return fn(standIn)
  } finally {
    if (held !== undefined) Object.defineProperty(values, key, held)
    else Reflect.deleteProperty(values, key)
    const added = symbol === undefined ? symbolOfValues(resource) : undefined
    if (added !== undefined) Reflect.deleteProperty(resource, added)
  }
}

/** The symbol under which a resource has an object of all values, if it has one. */
export function symbolOfValues(resource: object): symbol | undefined {
  return Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'kAsyncLocalStorageContext')
}
