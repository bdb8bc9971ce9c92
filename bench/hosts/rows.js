import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import * as tracescope from 'tracescope'

// What is timed on Bun and Deno: calls by the host's own channels and storages, and the same by tracescope.

let heard = 0
let names = 0

const fn = (value) => {
  heard += value
  return value
}
const asyncFn = async () => 1

/** A channel that is listened to: each side has its own, with storages of its own. */
function watchedChannel(stores, transforms) {
  const channel = /** @type {any} */ (dc.tracingChannel(`bench ${names++}`))
  channel.subscribe({ start() { heard++ }, end() { heard++ } })
  for (let i = 0; i < stores; i++) {
    const storage = new AsyncLocalStorage()
    channel.start.bindStore(storage, transforms ? (message) => ({ message, parent: storage.getStore() }) : undefined)
  }
  return channel
}

/** The host's channel, and tracescope's of another name. */
function twoChannels(stores, transforms) {
  const host = watchedChannel(stores, transforms)
  watchedChannel(stores, transforms)
  return { host, own: tracescope.tracingChannel(`bench ${names - 1}`) }
}

const traceSync = (stores, transforms) => () => {
  const { host, own } = twoChannels(stores, transforms)
  return {
    host: (i) => host.traceSync(fn, { i }, undefined, i),
    tracescope: (i) => own.traceSync(fn, { i }, undefined, i)
  }
}

const tracePromise = (stores, transforms) => () => {
  const { host, own } = twoChannels(stores, transforms)
  const calls = { host: (i) => host.tracePromise(asyncFn, { i }), tracescope: (i) => own.tracePromise(asyncFn, { i }) }
  return { isAsync: true, ...calls }
}

const storeScope = (stores) => () => {
  const [host, { start }] = [watchedChannel(stores), watchedChannel(stores)]
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

/** @type {Record<string, () => any>} */
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
