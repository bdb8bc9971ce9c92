import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import type { Implementation } from '../support/implementation.js'
import { Traced } from '../support/traced.js'
import type { Transcript } from '../support/transcript.js'
import type { Scenario } from './index.js'

// Channels with several stores that have traced before: what has been learned of the stores then may not hold any more.

const COUNT = 3

function tracedBefore(implementation: Implementation, transcript: Transcript): Traced {
  const traced = new Traced(implementation, transcript, [])
  for (let i = 0; i < COUNT; i++) traced.bind('start')
  traced.channel.traceSync(() => {}, {})
  traced.subscribe(['start', 'end'])
  return traced
}

function trace(traced: Traced, id: string, inside?: () => void): void {
  traced.channel.traceSync(() => {
    traced.look('fn')
    inside?.()
  }, { id })
  traced.look('after')
}

/** A tracing channel with two stores, the second with a default value. */
function withADefault(
  implementation: Implementation, transcript: Transcript
): { traced: Traced, store: AsyncLocalStorage<any> } {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  const store = new (AsyncLocalStorage as any)({ defaultValue: 'default' })
  traced.bind('start')
  traced.stores.push(store)
  traced.channel.start.bindStore(store)
  return { traced, store }
}

/** Enters the stores for any message: a trace takes an object. */
function enterFor(
  { withStoreScope }: Implementation, { channel: { start } }: Traced, message: unknown, fn: () => void
): void {
  if (!withStoreScope) return start.runStores(message, fn)
  const scope = withStoreScope(start, message)
  fn()
  scope[Symbol.dispose]()
}

export const boundInPlaceOfAnother: Scenario = (implementation, transcript) => {
  for (let i = 0; i < COUNT; i++) {
    const traced = tracedBefore(implementation, transcript)
    traced.channel.start.unbindStore(traced.stores[i])
    traced.bind('start')
    trace(traced, `another than ${i}`)
  }
}

export const oneMoreIsBoundThenOneLess: Scenario = (implementation, transcript) => {
  for (let i = 0; i <= COUNT; i++) {
    const traced = tracedBefore(implementation, transcript)
    traced.bind('start')
    trace(traced, 'one more')
    traced.channel.start.unbindStore(traced.stores[i])
    trace(traced, `${i} less`)
  }
}

export const boundAgainWithATransform: Scenario = (implementation, transcript) => {
  for (let i = 0; i < COUNT; i++) {
    const traced = tracedBefore(implementation, transcript)
    traced.channel.start.bindStore(traced.stores[i], ({ id }: any) => `${i} of ${id}`)
    trace(traced, 'transformed')
  }
}

export const oneHasAValueOutside: Scenario = (implementation, transcript) => {
  for (let i = 0; i < COUNT; i++) {
    for (const value of ['outside', undefined]) {
      const traced = tracedBefore(implementation, transcript)
      const store = traced.stores[i]!
      store.enterWith(value)
      trace(traced, 'entered over it', () => store.enterWith('inside'))
      trace(traced, 'once more')
      trace(traced, 'nested', () => trace(traced, 'inner'))
    }
  }
}

export const severalChangedInside: Scenario = (implementation, transcript) => {
  const changes: Array<(stores: AsyncLocalStorage<any>[]) => void> = [
    ([first]) => first!.enterWith('changed'),
    ([, , last]) => last!.disable(),
    ([first, second]) => { first!.enterWith('changed'); second!.disable() },
    ([first]) => { first!.disable(); first!.enterWith('changed') }
  ]
  for (const change of changes) {
    const traced = tracedBefore(implementation, transcript)
    const other = new AsyncLocalStorage<string>()
    traced.stores.push(other)
    trace(traced, 'changed', () => {
      change(traced.stores)
      other.enterWith('stays')
    })
  }
}

export const severalWithADefault: Scenario = (implementation, transcript) => {
  const { traced, store } = withADefault(implementation, transcript)
  for (const id of ['first', 'second', 'third']) trace(traced, id, () => store.enterWith('inside'))
  for (const message of ['default', undefined, 'default', undefined]) {
    enterFor(implementation, traced, message, () => {
      traced.look('fn')
      traced.stores[0]!.enterWith('inside')
      store.enterWith('inside')
    })
    traced.look('after')
  }
}

export const defaultValueAfterUndefined: Scenario = (implementation, transcript) => {
  const { traced, store } = withADefault(implementation, transcript)
  new AsyncResource('scenario').runInAsyncScope(() => {
    for (const store of traced.stores) store.enterWith(undefined)
    trace(traced, 'undefined outside')
  })
  trace(traced, 'no value outside', () => store.enterWith('inside'))
}

export const undefinedForSeveral: Scenario = (implementation, transcript) => {
  const traced = tracedBefore(implementation, transcript)
  for (const id of ['first', 'second']) {
    enterFor(implementation, traced, undefined, () => {
      traced.look(id)
      for (const store of traced.stores) store.enterWith(`since ${id}`)
    })
    traced.look('after')
  }
}

export const patchedSinceTheLastTrace: Scenario = (implementation, transcript) => {
  for (const name of ['run', 'enterWith', 'getStore']) {
    const traced = tracedBefore(implementation, transcript)
    const store: any = traced.stores[1]
    const method = store[name]
    store[name] = function (...args: unknown[]) {
      transcript.add(`own ${name}`, args[0])
      return Reflect.apply(method, this, args)
    }
    trace(traced, 'patched')
    delete store[name]
    trace(traced, 'and no more')
  }
}

export const proxyAmongSeveral: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  traced.bind('start')
  traced.channel.start.bindStore(new Proxy(new AsyncLocalStorage(), {}))
  for (let round = 0; round < 3; round++) {
    // What the host says of it is in its engine's words.
    try {
      traced.channel.traceSync(() => traced.look('fn'), {})
    } catch (error) {
      transcript.add('threw', error instanceof TypeError)
    }
    traced.look('after')
  }
}

export const severalKeptByAsyncWork: Scenario = async (implementation, transcript) => {
  const traced = tracedBefore(implementation, transcript)
  const later = traced.channel.traceSync(async () => {
    await null
    traced.look('in a promise job')
    trace(traced, 'inner')
    await new Promise((resolve) => setTimeout(resolve))
    traced.look('in a timer')
  }, { id: 'outer' })
  traced.look('after')
  await later
  traced.look('in the end')
}

export const scopeOfSeveral: Scenario = (implementation, transcript) => {
  const { withStoreScope } = implementation
  if (!withStoreScope) return
  const traced = tracedBefore(implementation, transcript)
  const { start } = traced.channel
  for (const firstOpenedFirst of [true, false]) {
    const scopes = ['first', 'second'].map((id) => {
      const scope = withStoreScope(start, { id })
      traced.look(id)
      return scope
    })
    if (!firstOpenedFirst) scopes.reverse()
    for (const scope of [...scopes, ...scopes]) {
      scope[Symbol.dispose]()
      traced.look('one disposed')
    }
  }
  const changed = withStoreScope(start, { id: 'changed' })
  traced.stores[1]!.enterWith('inside')
  traced.stores[2]!.disable()
  changed[Symbol.dispose]()
  traced.look('after')
}
