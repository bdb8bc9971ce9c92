import { executionAsyncResource } from 'node:async_hooks'
import { tried, type Isolate } from './isolate.js'
import { isolatePortably } from './isolate-portably.js'
import type { Values } from './resource-values.js'
import { switchesOf } from './switched-storages.js'

/**
 * Makes the way to isolate where the values are on the current resource of async_hooks, which is the same one at the end of a call: each
 * value is put back there. What is started meanwhile has copies, on resources of its own. Whether a storage is enabled
 * is not a matter of the resource, and is put back for itself.
 */
export function makeResourceIsolate(valuesOf: (resource: object) => Values): Isolate {
  const isolate: Isolate = (fn, thisArg, ...args) => {
    const resource = executionAsyncResource()
    const values = valuesOf(resource)
    const keys = keysOf(values)
    const held = keys.map((key) => values[key])
    const switches = switchesOf()
    try {
      return Reflect.apply(fn, thisArg, args)
    } finally {
      for (const key of keysOf(values)) {
        if (!keys.includes(key)) forget(values, key, resource)
      }
      keys.forEach((key, i) => { values[key] = held[i] })
      switches.putBack((storage) => storage._enable(), (storage) => forget(values, storage.kResourceStore, resource))
    }
  }

  return tried(isolate, isolatePortably)
}

/** The keys of all storages that have a value. */
function keysOf(values: Values): symbol[] {
  return Object.getOwnPropertySymbols(values).filter(({ description }) => description === 'kResourceStore')
}

/** Leaves a storage without a value. An object of values alone has the key removed: it would keep a default value from being given. */
function forget(values: Values, key: symbol, resource: object): void {
  if (values === resource) values[key] = undefined
  else delete values[key]
}
