import { AsyncLocalStorage } from 'node:async_hooks'
import dc, * as namespace from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import type { HandWritten } from './index.js'

// What can be seen of the host without tracing anything: own keys, descriptors, prototypes, `name` and `length`, and
// how channels look when they are printed.

const diagnosticsChannel: any = dc

function nobody(): void {}

/** An active channel, made by subscribing, and a way to make it inactive again. */
function newActive(name: string): any {
  const active = diagnosticsChannel.channel(name)
  active.subscribe(nobody)
  return active
}

export const surfaceOfTheModule: HandWritten = (witness) => {
  witness.describe('module', diagnosticsChannel)
  witness.describe('namespace', namespace)
  witness.add(
    'loaded otherwise', process.getBuiltinModule?.('node:diagnostics_channel') === diagnosticsChannel,
    (namespace as any).channel === diagnosticsChannel.channel
  )
}

export const surfaceOfChannels: HandWritten = (witness) => {
  const { Channel } = diagnosticsChannel
  const active = newActive('surface')
  const ActivePrototype = Object.getPrototypeOf(active)
  witness.describe('Channel', Channel)
  witness.describe('Channel.prototype', Channel.prototype)
  witness.describe('ActiveChannel', ActivePrototype.constructor)
  witness.describe('ActiveChannel.prototype', ActivePrototype)
  witness.add('active', Object.keys(active), active instanceof Channel, active.hasSubscribers)
  active.unsubscribe(nobody)
  witness.add(
    'inactive', Object.keys(active), active instanceof Channel, active.hasSubscribers,
    Object.getPrototypeOf(active) === Channel.prototype
  )
  for (const other of [{}, Object.create(Channel.prototype), Object.create(active), 'text']) {
    witness.call('instanceof', () => other instanceof Channel)
  }
}

export const surfaceOfTracingChannels: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('surface')
  const TracingChannel = traced.constructor
  witness.describe('TracingChannel', TracingChannel)
  witness.describe('TracingChannel.prototype', TracingChannel.prototype)
  witness.describeKeys('a tracing channel', traced)
  witness.add('keys', Object.keys(traced), JSON.stringify(traced), `${traced}`)
  for (const key in traced) witness.add('for in', key)
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) {
    witness.add(event, traced[event].name, traced[event] === diagnosticsChannel.channel(`tracing:surface:${event}`))
    witness.call('replaced', () => { traced[event] = undefined })
    witness.add(event, typeof traced[event])
  }
}

export const surfaceOfBoundedChannels: HandWritten = (witness) => {
  const bounded = diagnosticsChannel.boundedChannel?.('surface')
  if (!bounded) return
  witness.describe('BoundedChannel', bounded.constructor)
  witness.describe('BoundedChannel.prototype', bounded.constructor.prototype)
  witness.describeKeys('a bounded channel', bounded)
  const active = newActive('tracing:surface:start')
  const scopes = {
    store: active.withStoreScope({}), bounded: bounded.withScope({}),
    none: diagnosticsChannel.channel('idle').withStoreScope({})
  }
  for (const [name, scope] of Object.entries(scopes)) {
    witness.describeKeys(`${name} scope`, scope)
    witness.describeKeys(`prototype of the ${name} scope`, Object.getPrototypeOf(scope))
    witness.add(inspect(scope), Object.prototype.toString.call(scope))
    witness.add('constructor', Object.getPrototypeOf(scope).constructor)
  }
  active.unsubscribe(nobody)
}

export const surfaceOfStorages: HandWritten = (witness) => {
  witness.describe('AsyncLocalStorage', AsyncLocalStorage)
  witness.describe('AsyncLocalStorage.prototype', AsyncLocalStorage.prototype)
  const storage = new AsyncLocalStorage<number>() as any
  witness.describeKeys('a storage', storage)
  storage.run(1, () => witness.describeKeys('a storage that was entered', storage))
  const scope = storage.withScope?.(1)
  if (!scope) return
  witness.describeKeys('scope', scope)
  witness.describe('prototype of the scope', Object.getPrototypeOf(scope))
  witness.add(inspect(scope))
  scope.dispose()
}

export const channelsArePrinted: HandWritten = (witness) => {
  const channel = diagnosticsChannel.channel('printed')
  const storage = new AsyncLocalStorage()
  const print = (what: string): void => witness.add(
    what, inspect(channel), inspect(channel, { showHidden: true, depth: 0 }), JSON.stringify(channel)
  )
  print('inactive')
  channel.subscribe(nobody)
  print('subscribed')
  channel.bindStore({ run: nobody }, nobody)
  print('bound')
  channel.unsubscribe(nobody)
  print('bound only')
  channel.bindStore(storage)
  witness.add('keys', Reflect.ownKeys(channel), channel._stores?.size)
  const traced = diagnosticsChannel.tracingChannel('printed')
  witness.add('tracing channel', inspect(traced), inspect(traced, { showHidden: true, getters: true, depth: 1 }))
  for (const method of ['traceSync', 'tracePromise', 'traceCallback', 'subscribe']) {
    witness.add(method, inspect(traced[method]), inspect(traced[method], { showHidden: true }))
  }
  witness.add('runStores', inspect(channel.runStores, { showHidden: true }))
}

function isConstructor(value: any): boolean {
  try {
    return Boolean(Reflect.construct(Object, [], value))
  } catch {
    return false
  }
}

export const methodsAreNoConstructors: HandWritten = (witness) => {
  const traced = diagnosticsChannel.tracingChannel('constructed')
  const active = newActive('constructed')
  const bounded = diagnosticsChannel.boundedChannel?.('constructed')
  const methods = [
    traced.traceSync, traced.tracePromise, traced.traceCallback, active.runStores, active.withStoreScope,
    bounded?.run, bounded?.withScope, AsyncLocalStorage.prototype.run, AsyncLocalStorage.prototype.exit,
    (AsyncLocalStorage.prototype as any).withScope
  ]
  for (const method of methods) {
    if (!method) continue
    witness.add('method', method, Object.isExtensible(method), Object.prototype.toString.call(method))
    // Not with what is thrown: it has source text in it.
    witness.add('constructor', isConstructor(method))
    for (const key of ['caller', 'arguments']) witness.call(key, () => method[key])
  }
  active.unsubscribe(nobody)
}
