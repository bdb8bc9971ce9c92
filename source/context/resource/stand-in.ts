import { AsyncLocalStorage, executionAsyncResource } from '../../host/async-hooks.js'
import { descriptionOf, Object, Reflect } from '../../primordials.js'
import type { ResourceStore, Values } from './resource-store.js'

/** Their `_enable`, which enters them in no list. */
export function enableStandIn(this: { enabled: boolean }): void {
  this.enabled = true
}

/**
 * Makes a storage that the host has in no list: it is entered and left as any other, but the host hands none of its
 * values on, and observes no promise for it.
 */
export function newStandIn(options?: { defaultValue: unknown }): ResourceStore {
  // In here: most processes have no use for it.
  class StandIn extends (AsyncLocalStorage as new (options?: object) => object) {
    declare enabled: boolean

    // Written out: on Node 20 the one that a class has by itself reads its arguments by the iterator of arrays.
    constructor() {
      super(options)
    }

    disable(): void {
      this.enabled = false
    }
  }
  Object.defineProperty(StandIn.prototype, '_enable', { value: enableStandIn })
  return new StandIn() as unknown as ResourceStore
}

/**
 * Tries something on a storage that stands in for one that is about to be entered, and leaves the current resource as
 * it was, or as the host leaves it when it has entered that one. The one itself is not touched: someone may have put
 * methods of his own on it.
 *
 * The stand-in has the key of that one. V8 notes the keys that the host's code and tracescope's meet, and from the
 * second one on what they do takes longer.
 *
 * @param fn what to try; it makes no asynchronous resource, whose observers would see the values that are tried
 */
export function onStandIn<T>(store: ResourceStore, fn: (standIn: ResourceStore) => T): T {
  const key = store.kResourceStore
  const standIn = newStandIn()
  Object.defineProperty(standIn, 'kResourceStore', { value: key })
  const resource = executionAsyncResource() as Values
  const before = symbolOfValues(resource)
  const held = Object.getOwnPropertyDescriptor(valuesUnder(before, resource), key)
  try {
    return fn(standIn)
  } finally {
    // Of a resource nothing is deleted that the host puts there anyway: V8 of Node 22 makes a dictionary of it then,
    // remembers that where values are read, and takes 10 ns more for each from then on.
    const willBeEntered = store._enable !== enableStandIn
    const after = symbolOfValues(resource)
    const values = valuesUnder(after, resource)
    if (held !== undefined) Object.defineProperty(values, key, held)
    else if (after === undefined && willBeEntered) values[key] = undefined
    else Reflect.deleteProperty(values, key)
    if (before !== after && !willBeEntered) Reflect.deleteProperty(resource, after!)
  }
}

function valuesUnder(symbol: symbol | undefined, resource: Values): Values {
  return symbol === undefined ? resource : resource[symbol] as Values
}

/** The symbol under which a resource has an object of all values, if it has one. */
export function symbolOfValues(resource: object): symbol | undefined {
  const symbols = Object.getOwnPropertySymbols(resource)
  for (let i = 0; i < symbols.length; i++) {
    if (descriptionOf(symbols[i]!) === 'kAsyncLocalStorageContext') return symbols[i]
  }
  return undefined
}
