// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import * as tracescope from 'tracescope'

// What is timed on Bun and Deno: calls by the host's own channels and storages, and the same by tracescope.

/** @typedef {{ host: (i: number) => unknown, tracescope: (i: number) => unknown, isAsync?: boolean }} Row */

let heard = 0
let names = 0

/** @param {number} value */
const fn = (value) => {
  heard += value
  return value
}
const asyncFn = async () => 1

/** @param {number} stores @param {boolean} transforms */
function channels(stores, transforms) {
  const name = `bench ${names++}`
  const own = dc.tracingChannel(name)
  const subscribers = { start() { heard++ }, end() { heard++ } }
  own.subscribe(/** @type {any} */ (subscribers))
  for (let i = 0; i < stores; i++) {
    const storage = new AsyncLocalStorage()
    own.start.bindStore(/** @type {any} */ (storage), transforms ? /** @type {any} */ (/** @type {unknown} */ message) => ({ message, parent: storage.getStore() }) : undefined)
  }
  return { host: own, tracescope: tracescope.tracingChannel(name), hold: own }
}

/** Each contestant has channels and storages of its own. @param {number} stores @param {boolean} [transforms] */
const two = (stores, transforms = false) => ({ host: channels(stores, transforms).host, ...((own) => ({ tracescope: own.tracescope, hold: own.hold }))(channels(stores, transforms)) })

/** @param {number} stores @param {boolean} [transforms] @returns {() => Row} */
const traceSync = (stores, transforms) => () => {
  const { host, tracescope } = two(stores, transforms)
  return { host: (i) => host.traceSync(fn, { i }, undefined, i), tracescope: (i) => tracescope.traceSync(fn, { i }, undefined, i) }
}

/** @param {number} stores @param {boolean} [transforms] @returns {() => Row} */
const tracePromise = (stores, transforms) => () => {
  const { host, tracescope } = two(stores, transforms)
  return { isAsync: true, host: (i) => host.tracePromise(asyncFn, { i }), tracescope: (i) => tracescope.tracePromise(asyncFn, { i }) }
}

/** @param {number} stores @param {boolean} [transforms] @returns {() => Row} */
const storeScope = (stores, transforms) => () => {
  const { host, hold } = two(stores, transforms)
  const { start } = hold
  return {
    host: (i) => host.start.runStores({ i }, () => fn(i)),
    tracescope(i) {
      const scope = tracescope.withStoreScope(start, { i })
      try {
        return fn(i)
      } finally {
        scope[Symbol.dispose]()
      }
    }
  }
}

/** @returns {Row} */
function scope() {
  const [first, second] = [new AsyncLocalStorage(), new AsyncLocalStorage()]
  return {
    host: (i) => first.run(i, () => fn(i)),
    tracescope(i) {
      const scope = tracescope.withScope(second, i)
      try {
        return fn(i)
      } finally {
        scope.dispose()
      }
    }
  }
}

/** @type {Readonly<Record<string, () => Row>>} */
export const ROWS = {
  'traceSync, no store': traceSync(0),
  'traceSync, 1 store': traceSync(1),
  'traceSync, 1 store, transform': traceSync(1, true),
  'traceSync, 3 stores': traceSync(3),
  'traceSync, 3 stores, transforms': traceSync(3, true),
  'tracePromise, no store': tracePromise(0),
  'tracePromise, 1 store': tracePromise(1),
  'tracePromise, 3 stores': tracePromise(3),
  'tracePromise, 3 stores, transforms': tracePromise(3, true),
  'withStoreScope against runStores, 1 store': storeScope(1),
  'withStoreScope against runStores, 3 stores': storeScope(3),
  'withScope against run': scope
}
