import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import { setImmediate as turn } from 'node:timers/promises'
import type { Witness } from '../witness.js'
import type { HandWritten } from './index.js'

// Messages, who reads and writes them, and the stores.

const diagnosticsChannel: any = dc
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
let count = 0

function newTraced(witness: Witness, events: readonly string[] = EVENTS): any {
  const traced = diagnosticsChannel.tracingChannel(`contexts ${count++}`)
  for (const event of events) {
    traced[event].subscribe((message: unknown, name: unknown) => witness.add(event, message, name))
  }
  return traced
}

/** An object that has everything written down that is done with it. */
function watched(witness: Witness, target: object = {}): object {
  const trap = (what: string, act: (...args: any[]) => any) => (...args: any[]) => {
    witness.add(what, ...args.slice(1).filter((arg) => arg !== proxy))
    return act(...args)
  }
  const names = [
    'get', 'set', 'has', 'deleteProperty', 'defineProperty', 'getOwnPropertyDescriptor', 'ownKeys', 'isExtensible'
  ] as const
  const traps = Object.fromEntries(names.map((name) => [name, trap(name, Reflect[name] as any)]))
  const proxy: object = witness.opaque('watched', new Proxy(target, traps))
  return proxy
}

export const messagesThatAreWatched: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const storage = new AsyncLocalStorage()
  traced.start.bindStore(storage)
  witness.call('traceSync', () => traced.traceSync(() => 'result', watched(witness)))
  witness.call('traceSync', () => traced.traceSync(() => { throw new Error('from fn') }, watched(witness)))
  witness.call('traceCallback', () =>
    traced.traceCallback((callback: any) => callback(null, 'result'), 0, watched(witness), undefined, () => {}))
  witness.call('traceCallback', () =>
    traced.traceCallback((callback: any) => callback('error'), 0, watched(witness), undefined, () => {}))
  await witness.call('tracePromise', () => traced.tracePromise(async () => 'result', watched(witness)))
  const rejected = witness.call('tracePromise', () =>
    traced.tracePromise(() => Promise.reject(new Error('rejected')), watched(witness)))
  await rejected?.catch(() => {})
  witness.call('no thenable', () => traced.tracePromise(() => watched(witness), {}))
}

export const messagesThatHaveAResultBefore: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const context = { result: 'of before', error: 'of before', extra: 1 }
  witness.call('traceSync', () => traced.traceSync(() => {}, context))
  witness.call('traceSync', () => traced.traceSync(() => { throw undefined }, context))
  await traced.tracePromise(async () => 'value', context)
  witness.call('accessor', () =>
    traced.traceSync(() => 'result', { set result(value: unknown) { witness.add('set result', value) } }))
  const prototype = { set result(value: unknown) { witness.add('inherited set', value) } }
  witness.call('inherited', () => traced.traceSync(() => 'result', Object.create(prototype)))
  witness.call('read only', () =>
    traced.traceSync(() => 'result', Object.defineProperty({}, 'result', { value: 'fixed' })))
  witness.call('error read only', () =>
    traced.traceSync(() => { throw new Error('from fn') }, Object.defineProperty({}, 'error', { value: 'fixed' })))
}

export const messagesOfTracesWithoutContext: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  witness.call('traceSync', () => traced.traceSync(() => 1))
  witness.call('traceSync', () => traced.traceSync(() => 2, undefined, 'self', 'argument'))
  await traced.tracePromise(async () => 3)
  witness.call('traceCallback', () =>
    traced.traceCallback((callback: any) => callback, -1, undefined, undefined, () => {}))
  witness.call('null', () => traced.traceSync(() => 4, null))
  const bounded = diagnosticsChannel.boundedChannel?.(traced)
  if (!bounded) return
  const scopes = [
    witness.call('withScope', () => bounded.withScope()), witness.call('withScope', () => bounded.withScope(null))
  ]
  for (const scope of scopes) witness.call('dispose', () => (scope as any)?.[Symbol.dispose]())
  witness.call('run', () => bounded.run(undefined, () => 5))
}

export const messagesThatSubscribersChange: HandWritten = async (witness) => {
  const traced = newTraced(witness, [])
  for (const event of EVENTS) {
    traced[event].subscribe((message: any) => {
      witness.add(event, message)
      message[event] = true
      if (event === 'end' || event === 'asyncStart') message.result = `changed by ${event}`
    })
  }
  witness.call('traceSync', () => traced.traceSync(() => 'result', {}))
  witness.add('promise', await traced.tracePromise(async () => 'result', {}))
  witness.call('traceCallback', () => traced.traceCallback(
    (callback: any) => callback(null, 'result'), 0, {}, undefined,
    (_error: unknown, result: unknown) => witness.add('callback', result)
  ))
}

export const channelsWithMethodsOfTheirOwn: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const storage = new AsyncLocalStorage()
  traced.start.bindStore(storage, () => 'bound')
  traced.asyncStart.bindStore(storage, () => 'continuation')
  for (const event of EVENTS) {
    for (const method of ['publish', 'runStores', 'withStoreScope']) {
      const host = traced[event][method]
      if (!host) continue
      traced[event][method] = function (this: unknown, ...args: unknown[]) {
        witness.add(`own ${method} of ${event}`, args.length)
        return Reflect.apply(host, this, args)
      }
    }
  }
  witness.call('traceSync', () => traced.traceSync(() => storage.getStore(), {}))
  witness.call('traceCallback', () =>
    traced.traceCallback((callback: any) => callback(null), 0, {}, undefined, () => storage.getStore()))
  await traced.tracePromise(async () => storage.getStore(), {})
  witness.call('runStores', () => traced.start.runStores({}, () => storage.getStore()))
}

export const aStoreAloneIsSomeoneWhoListens: HandWritten = async (witness) => {
  for (const event of EVENTS) {
    const traced = newTraced(witness, [])
    const storage = new AsyncLocalStorage()
    traced[event].bindStore(storage)
    const { name } = traced[event]
    witness.add(event, traced.hasSubscribers, traced[event].hasSubscribers, diagnosticsChannel.hasSubscribers(name))
    const context = {}
    witness.call('traceSync', () => traced.traceSync(() => storage.getStore(), context))
    witness.add('context', context)
    witness.add(
      'unbound', traced[event].unbindStore(storage), traced[event].unbindStore(storage), traced.hasSubscribers
    )
    witness.call('traceSync', () => traced.traceSync(() => storage.getStore(), {}))
  }
}

export const scopesOpenedInAnAsyncFunctionLeak: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const storage = new AsyncLocalStorage<unknown>() as any
  traced.start.bindStore(storage, () => 'bound')
  async function opens(open: () => any): Promise<void> {
    const scope = open()
    witness.add('opened', storage.getStore())
    await null
    witness.add('after await', storage.getStore())
    scope[Symbol.dispose]()
    witness.add('disposed', storage.getStore())
  }
  const bounded = diagnosticsChannel.boundedChannel?.(traced)
  const ways = [
    storage.withScope && (() => storage.withScope('entered')),
    traced.start.withStoreScope && (() => traced.start.withStoreScope({})),
    bounded && (() => bounded.withScope({}))
  ]
  for (const open of ways) {
    if (!open) continue
    const opening = opens(open)
    witness.add('caller', storage.getStore())
    await opening
    witness.add('caller after await', storage.getStore())
    storage.enterWith(undefined)
  }
}

export const storesInWhatComesLater: HandWritten = async (witness) => {
  const traced = newTraced(witness, [])
  const storages = [new AsyncLocalStorage(), new AsyncLocalStorage()]
  storages.forEach((storage, nth) => traced.start.bindStore(storage, (message: any) => `${message.id} ${nth}`))
  traced.asyncStart.bindStore(storages[1], (message: any) => `continuation of ${message.id}`)
  const look = (where: string): void => witness.add(where, ...storages.map((storage) => storage.getStore()))
  for (const event of EVENTS) traced[event].subscribe(({ id }: any) => look(`${event} ${id}`))
  const spread = (what: string): void => {
    look(what)
    process.nextTick(() => look(`${what} tick`))
    queueMicrotask(() => look(`${what} microtask`))
    setImmediate(() => look(`${what} immediate`))
    void (async () => { await null; look(`${what} after await`) })()
  }
  storages[0]!.enterWith('outer')
  traced.traceSync(() => {
    spread('sync')
    traced.traceSync(() => spread('nested'), { id: 2 })
    look('between')
  }, { id: 1 })
  look('after sync')
  witness.call('throws', () => traced.traceSync(() => { spread('throwing'); throw new Error('from fn') }, { id: 3 }))
  look('after throwing')
  traced.traceCallback((callback: any) => {
    setImmediate(callback, null, 1)
  }, 0, { id: 4 }, undefined, () => spread('callback'))
  look('after traceCallback')
  void traced.tracePromise(async () => { await null; spread('async fn') }, { id: 5 }).then(() => look('then'))
  look('after tracePromise')
  await turn()
  look('later')
  storages[0]!.enterWith(undefined)
}

export const tracesWithinTraces: HandWritten = async (witness) => {
  const traced = newTraced(witness)
  const storage = new AsyncLocalStorage()
  traced.start.bindStore(storage, ({ id }: any) => id)
  const both = [
    traced.tracePromise(async () => {
      traced.traceSync(() => witness.add('sync', storage.getStore()), { id: 'sync in promise' })
      await null
      const fn = (callback: any): unknown => callback(null, storage.getStore())
      return traced.traceCallback(fn, 0, { id: 'callback in promise' }, undefined, () => storage.getStore())
    }, { id: 'promise' }),
    traced.traceSync(() => traced.tracePromise(async () => {
      await null
      return storage.getStore()
    }, { id: 'promise in sync' }), { id: 'sync' })
  ]
  witness.add('results', await Promise.all(both), storage.getStore())
  for (const event of ['start', 'end', 'error']) {
    const again = newTraced(witness, ['start', 'end', 'error'])
    let times = 0
    again[event].subscribe(() => {
      if (times++ < 2) again.traceSync(() => witness.add('from a subscriber', times), { times })
    })
    witness.call('traceSync', () => again.traceSync(() => { throw new Error('from fn') }, {}))
  }
}
