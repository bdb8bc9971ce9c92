import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import * as tracescope from 'tracescope'
import { asScope, inStores } from './by-hand.js'

// What is timed on Bun and Deno: calls by the host's own channels and storages, the same by tracescope, and, where
// there are stores, by hand.

let heard = 0
let names = 0

const fn = (value) => {
  heard += value
  return value
}
const asyncFn = async () => 1

/** A channel that is listened to, with what is bound to it: each side has its own, with storages of its own. */
function watched(stores, transforms) {
  const name = `bench ${names++}`
  const channel = /** @type {any} */ (dc.tracingChannel(name))
  channel.subscribe({ start() { heard++ }, end() { heard++ } })
  const bound = Array.from({ length: stores }, () => {
    const storage = new AsyncLocalStorage()
    const transform = transforms ? (message) => ({ message, parent: storage.getStore() }) : undefined
    channel.start.bindStore(storage, transform)
    return { storage, transform }
  })
  return { name, channel, bound }
}

/** A trace by hand, where there are stores: of what `call` does with the message and the argument. */
function byHand(stores, transforms, call) {
  const { channel: { start, end, error }, bound } = watched(stores, transforms)
  const trace = inStores(bound, (message, i) => {
    start.publish(message)
    try {
      return call(message, i)
    } catch (thrown) {
      message.error = thrown
      error.publish(message)
      throw thrown
    } finally {
      end.publish(message)
    }
  })
  return stores > 0 && { byHand: (i) => trace({ i }, i) }
}

const traceSync = (stores, transforms) => () => {
  const [{ channel: host }, { name }] = [watched(stores, transforms), watched(stores, transforms)]
  const own = tracescope.tracingChannel(name)
  return {
    host: (i) => host.traceSync(fn, { i }, undefined, i),
    tracescope: (i) => own.traceSync(fn, { i }, undefined, i),
    ...byHand(stores, transforms, (message, i) => message.result = fn(i))
  }
}

const pass = (value) => value
const rethrow = (error) => { throw error }

const tracePromise = (stores, transforms) => () => {
  const [{ channel: host }, { name }] = [watched(stores, transforms), watched(stores, transforms)]
  const own = tracescope.tracingChannel(name)
  return {
    isAsync: true,
    host: (i) => host.tracePromise(asyncFn, { i }),
    tracescope: (i) => own.tracePromise(asyncFn, { i }),
    // The settled promise publishes nothing: the two functions would have to know of what.
    ...byHand(stores, transforms, () => asyncFn().then(pass, rethrow))
  }
}

const storeScope = (stores) => () => {
  const [{ channel: host }, { channel: { start } }, hand] = [watched(stores), watched(stores), watched(stores)]
  const call = asScope(hand.bound, (message, i) => {
    hand.channel.start.publish(message)
    return fn(i)
  })
  return {
    host: (i) => host.start.runStores({ i }, () => fn(i)),
    tracescope(i) {
      const scope = tracescope.withStoreScope(start, { i })
      try {
        return fn(i)
      } finally {
        scope[Symbol.dispose]()
      }
    },
    byHand: (i) => call({ i }, i)
  }
}

function scope() {
  const [first, second, third] = Array.from({ length: 3 }, () => new AsyncLocalStorage())
  return {
    host: (i) => first.run(i, () => fn(i)),
    tracescope(i) {
      const scope = tracescope.withScope(second, i)
      try {
        return fn(i)
      } finally {
        scope.dispose()
      }
    },
    byHand: asScope([{ storage: third }], fn)
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
