import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import * as tracescope from 'tracescope'
import { asScope, inStores } from './by-hand.js'

// What is timed on Bun and Deno: calls by the host's own channels and storages, the same by tracescope, and by hand
// where a function written for the stores of a channel could take their place.

let heard = 0
let names = 0

const fn = (value) => {
  heard += value
  return value
}
const asyncFn = async () => 1
const pass = (value) => value

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

/** A trace by hand: once it has published `start` it calls `call` with the message and the argument. */
function traceByHand({ channel: { start, end, error }, bound }, call) {
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
  return (i) => trace({ i }, i)
}

const traces = (method, fn, byHand) => (stores, transforms) => () => {
  const [{ channel: host }, { name }, hand] = Array.from({ length: 3 }, () => watched(stores, transforms))
  const own = tracescope.tracingChannel(name)
  return {
    host: (i) => host[method](fn, { i }, undefined, i),
    tracescope: (i) => own[method](fn, { i }, undefined, i),
    ...stores > 0 && { byHand: traceByHand(hand, byHand) }
  }
}

const traceSync = traces('traceSync', fn, (message, i) => message.result = fn(i))

const CHANNELS = 8

/** By eight channels in turns, each with its own function to call, as there are in a program. */
const manyChannels = (stores, transforms) => () => {
  const each = Array.from({ length: CHANNELS }, () => {
    const [{ channel: host }, { name }] = Array.from({ length: 2 }, () => watched(stores, transforms))
    const fn = /** @type {any} */ (new Function('value', `return value + ${names}`))
    return { host, own: tracescope.tracingChannel(name), fn }
  })
  return {
    host: (i) => each[i % CHANNELS].host.traceSync(each[i % CHANNELS].fn, { i }, undefined, i),
    tracescope: (i) => each[i % CHANNELS].own.traceSync(each[i % CHANNELS].fn, { i }, undefined, i)
  }
}

const withCallback = (value, callback) => callback(null, fn(value))

const traceCallback = (stores, transforms) => () => {
  const [{ channel: host }, { name }] = Array.from({ length: 2 }, () => watched(stores, transforms))
  const own = tracescope.tracingChannel(name)
  return {
    host: (i) => host.traceCallback(withCallback, -1, { i }, undefined, i, pass),
    tracescope: (i) => own.traceCallback(withCallback, -1, { i }, undefined, i, pass)
  }
}

const rethrow = (error) => { throw error }

// The settled promise publishes nothing: the two functions would have to know of what.
const tracePromise = traces('tracePromise', asyncFn, () => asyncFn().then(pass, rethrow))

const inScope = (open) => (i) => {
  const scope = open(i)
  try {
    return fn(i)
  } finally {
    scope[Symbol.dispose]()
  }
}

const storeScope = (stores) => () => {
  const [host, own, hand] = Array.from({ length: 3 }, () => watched(stores))
  const byHand = asScope(hand.bound, (message, i) => {
    hand.channel.start.publish(message)
    return fn(i)
  })
  return {
    host: (i) => host.channel.start.runStores({ i }, () => fn(i)),
    tracescope: inScope((i) => tracescope.withStoreScope(own.channel.start, { i })),
    byHand: (i) => byHand({ i }, i)
  }
}

function scope() {
  const [host, own, hand] = Array.from({ length: 3 }, () => new AsyncLocalStorage())
  return {
    host: (i) => host.run(i, () => fn(i)),
    tracescope: inScope((i) => tracescope.withScope(own, i)),
    byHand: asScope([{ storage: hand }], fn)
  }
}

/** @type {Record<string, () => any>} */
export const ROWS = {
  'traceSync, no store': traceSync(0),
  'traceSync, 1 store': traceSync(1),
  'traceSync, 1 store, transform': traceSync(1, true),
  'traceSync, 3 stores': traceSync(3),
  'traceSync, 3 stores, transforms': traceSync(3, true),
  'traceSync of 8 channels, no store': manyChannels(0),
  'traceSync of 8 channels, 1 store, transform': manyChannels(1, true),
  'traceSync of 8 channels, 3 stores, transforms': manyChannels(3, true),
  'traceCallback, 1 store, transform': traceCallback(1, true),
  'traceCallback, 3 stores, transforms': traceCallback(3, true),
  'tracePromise, no store': tracePromise(0),
  'tracePromise, 1 store': tracePromise(1),
  'tracePromise, 1 store, transform': tracePromise(1, true),
  'tracePromise, 3 stores': tracePromise(3),
  'tracePromise, 3 stores, transforms': tracePromise(3, true),
  'withStoreScope against runStores, 1 store': storeScope(1),
  'withStoreScope against runStores, 3 stores': storeScope(3),
  'withScope against run': scope
}
