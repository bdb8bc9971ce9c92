import { executionAsyncResource } from '../../host/async-hooks.js'
import { append, apply, descriptionOf, includes, Object } from '../../primordials.js'
import { isolatePortably } from '../portable/isolate-portably.js'
import { type Isolate, tried } from '../isolate.js'
import type { ResourceStore, Values } from './resource-store.js'
import { beginNoting, endNoting, isFirstSwitch, switched } from '../disable-log.js'

/**
 * Makes the way to isolate where the values are on the current resource of async_hooks, which is the same one at the
 * end of a call: each value is put back there. What is started meanwhile has copies, on resources of its own. Whether a
 * storage is enabled is not a matter of the resource, and is put back for itself.
 */
export function makeResourceIsolate(valuesOf: (resource: object) => Values): Isolate {
  const ownApply = apply
  const isolateHere: Isolate = (fn, thisArg, ...args) => {
    const resource = executionAsyncResource()
    const values = valuesOf(resource)
    const held = pairsOf(values)
    const mark = beginNoting()
    try {
      return ownApply(fn, thisArg, args)
    } finally {
      putBack(values, held, values === resource)
      if (switched.length > mark) switchBack(mark, values, values === resource)
      endNoting()
    }
  }

  return tried(isolateHere, isolatePortably)
}

/** A pair `key, value` for each storage that has a value. */
function pairsOf(values: Values): unknown[] {
  const pairs: unknown[] = []
  const keys = Object.getOwnPropertySymbols(values)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    if (descriptionOf(key) !== 'kResourceStore') continue
    append<unknown>(pairs, key)
    append(pairs, values[key])
  }
  return pairs
}

function putBack(values: Values, held: readonly unknown[], onResource: boolean): void {
  const keys = Object.getOwnPropertySymbols(values)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    if (descriptionOf(key) === 'kResourceStore' && !includes(held, key)) forget(values, key, onResource)
  }
  for (let i = 0; i < held.length; i += 2) values[held[i] as symbol] = held[i + 1]
}

/** Enables again what was disabled. What was not enabled had no value, whatever is left on the resource from before. */
function switchBack(mark: number, values: Values, onResource: boolean): void {
  for (let i = mark; i < switched.length; i++) {
    const { storage, wasEnabled } = switched[i]!
    if (!isFirstSwitch(mark, i)) continue
    if (wasEnabled) enable(storage)
    else if (storage.enabled) forget(values, storage.kResourceStore, onResource)
  }
}

function enable(storage: ResourceStore): void {
  if (!storage.enabled) storage._enable()
}

/**
 * Leaves a storage without a value. An object of values alone has the key removed: it would keep a default value from
 * being given.
 */
function forget(values: Values, key: symbol, onResource: boolean): void {
  if (onResource) values[key] = undefined
  else delete values[key]
}
