import { AsyncLocalStorage } from 'node:async_hooks'
import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

export const transformsSeeEarlierStores: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  const names = ['a', 'b', 'c']
  for (const name of names) {
    traced.bind('start', (message: any) => {
      traced.look(`transform ${name}`)
      return `${name}${message.id}`
    })
  }
  transcript.call('traceSync', () => traced.channel.traceSync(() => traced.look('fn'), { id: 1 }))
  traced.look('after')
}

export const transformThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  const first = traced.bind('start', () => 'first')
  const second = traced.bind('start', () => { throw new Error('from a transform') })
  traced.bind('start', () => 'third')
  second.enterWith('outer')
  transcript.call('traceSync', () => traced.channel.traceSync(() => traced.look('fn'), { id: 1 }))
  traced.look('after')
  second.enterWith(undefined)
  first.enterWith(undefined)
}

export const transformOfOtherKinds: Scenario = (implementation, transcript) => {
  for (const transform of [undefined, null, 0, 'text', {}]) {
    const traced = new Traced(implementation, transcript, ['start'])
    traced.bind('start', transform)
    transcript.call('traceSync', () =>
      traced.channel.traceSync(() => traced.look('fn'), { transform: String(transform) }))
  }
}

export const boundAgain: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  const store = traced.bind('start', () => 'first transform')
  traced.bind('start', () => 'other')
  traced.channel.start.bindStore(store, () => 'second transform')
  traced.channel.traceSync(() => traced.look('fn'), {})
  transcript.add('unbound', traced.channel.start.unbindStore(store))
  traced.channel.traceSync(() => traced.look('fn'), {})
}

export const enteredInside: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['end'])
  const bound = traced.bind('start', () => 'bound')
  const other = new AsyncLocalStorage<string>()
  traced.stores.push(other)
  traced.channel.traceSync(() => {
    other.enterWith('entered inside')
    bound.enterWith('entered over it')
    traced.look('fn')
  }, {})
  traced.look('after')
  other.enterWith(undefined as any)
}

export const sameValueAsOutside: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start', () => 'same')
  store.run('same', () => {
    traced.channel.traceSync(() => store.enterWith('changed'), {})
    traced.look('after')
  })
}

export const disabledInside: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['end'])
  const bound = traced.bind('start', () => 'bound')
  const other = new AsyncLocalStorage<string>()
  traced.stores.push(other)
  other.enterWith('other')
  bound.enterWith('outer')
  traced.channel.traceSync(() => {
    other.disable()
    traced.look('fn')
    bound.disable()
    traced.look('fn')
  }, {})
  traced.look('after')
  bound.enterWith(undefined)
  other.enterWith(undefined as any)
}

export const neverEntered: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start')
  traced.channel.traceSync(() => traced.look('fn'), {})
  traced.look('after')
  store.disable()
  traced.channel.traceSync(() => traced.look('fn again'), {})
  traced.look('after')
}

export const defaultValueOutside: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = new (AsyncLocalStorage as any)({ defaultValue: 'default', name: 'named' })
  traced.stores.push(store)
  traced.channel.start.bindStore(store, () => 'bound')
  traced.look('before')
  traced.channel.traceSync(() => traced.look('fn'), {})
  traced.look('after')
}

export const asyncWorkKeepsTheStores: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start', (message: any) => message.id)
  store.enterWith('outer')
  const bound = AsyncLocalStorage.bind(() => store.getStore())
  const works = traced.channel.traceSync(() => [
    new Promise((resolve) => setTimeout(() => resolve(store.getStore()))),
    Promise.resolve().then(() => store.getStore()),
    (async () => { await null; return store.getStore() })(),
    Promise.resolve(bound()),
    Promise.resolve(AsyncLocalStorage.snapshot()(() => store.getStore()))
  ], { id: 'inside' })
  traced.look('after')
  transcript.add('async', await Promise.all(works))
  traced.look('later')
  store.enterWith(undefined)
}

export const ownMethodsAreUsed: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  class Own extends AsyncLocalStorage<any> {
    override run(store: any, fn: any, ...args: any[]): any {
      transcript.add('run', store)
      return super.run({ own: store }, fn, ...args)
    }
    override enterWith(store: any): void { transcript.add('enterWith', store); super.enterWith(store) }
    override getStore(): any { transcript.add('getStore'); return super.getStore() }
  }
  const store = new Own()
  traced.channel.start.bindStore(store, (message: any) => message.id)
  transcript.call('traceSync', () => traced.channel.traceSync(() => store.getStore(), { id: 1 }))
  transcript.call('traceSync', () => traced.channel.traceSync(() => { throw new Error('from fn') }, { id: 2 }))
  transcript.add('after', store.getStore())
}

export const storeThatThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end', 'error'])
  traced.bind('start', () => 'first')
  const failing: any = new AsyncLocalStorage()
  failing.run = failing.withScope = () => { throw new Error('from the store') }
  traced.channel.start.bindStore(failing)
  traced.bind('start', () => 'third')
  transcript.call('traceSync', () => traced.channel.traceSync(() => traced.look('fn'), {}))
  traced.look('after')
}

export const storeShapedLikeOne: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  traced.channel.start.bindStore({
    run(value: unknown, fn: () => unknown) {
      transcript.add('run', value)
      try { return fn() } finally { transcript.add('left') }
    },
    withScope(value: unknown) {
      transcript.add('withScope', value)
      return { [Symbol.dispose]() { transcript.add('left') } }
    }
  })
  transcript.call('traceSync', () => traced.channel.traceSync(() => 'result', { id: 1 }))
  transcript.call('traceCallback', () => traced.channel.traceCallback(
    (callback: any) => callback(null, 1), 0, { id: 2 }, undefined, () => 'from the callback'
  ))
}

/** What `withScope` of a store may give that is no scope, by name. */
const NO_SCOPES: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'an object': () => ({}),
  'a number': () => 5
}

export const storeGivesNoScope: Scenario = (implementation, transcript) => {
  for (const [name, makeScope] of Object.entries(NO_SCOPES)) {
    const traced = new Traced(implementation, transcript, ['start', 'end'])
    traced.bind('start')
    traced.channel.start.bindStore({ run(_: unknown, fn: () => unknown) { return fn() }, withScope: makeScope })
    traced.bind('start')
    transcript.call(name, () => traced.channel.traceSync(() => { traced.look('fn'); return 'result' }, { id: 1 }))
    traced.look('after')
  }
}

export const scopeIsChangedWhileItIsOpen: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  const scope: any = { [Symbol.dispose]() { transcript.add('left', this === scope) } }
  traced.channel.start.bindStore({ run(_: unknown, fn: () => unknown) { return fn() }, withScope: () => scope })
  traced.bind('start')
  transcript.call('traceSync', () =>
    traced.channel.traceSync(() => { scope[Symbol.dispose] = () => transcript.add('another') }, { id: 1 }))
  traced.look('after')
}

export const proxiesAreValues: Scenario = (implementation, transcript) => {
  const asked: string[] = []
  const watched = new Proxy({}, {
    getPrototypeOf() { asked.push('getPrototypeOf'); return null },
    get(_, name) { asked.push(String(name)); return undefined }
  })
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const traced = new Traced(implementation, transcript, [])
  const [first, second] = [traced.bind('start'), traced.bind('start', () => 'transformed')]
  const isThere = (): boolean[] => [first.getStore() === watched, second.getStore() === revoked]
  traced.channel.traceSync(() => {}, {})
  first.run(watched, () => second.run(revoked, () => {
    transcript.call('traceSync', () => traced.channel.traceSync(() => transcript.add('fn', ...isThere()), {}))
    transcript.add('after', ...isThere())
  }))
  transcript.add('asked', ...asked)
}

export const publishedByHand: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  traced.bind('start')
  transcript.call('runStores', () =>
    traced.channel.start.runStores({ id: 1 }, function (this: unknown, ...args: unknown[]) {
      traced.look('fn')
      transcript.add('fn', this, args)
      return 'result'
    }, 'self', 1, 2))
  transcript.call('runStores', () => traced.channel.start.runStores({ id: 2 }, () => { throw new Error('from fn') }))
  traced.look('after')
  const idle = implementation.channel('idle')
  transcript.call('runStores', () => idle.runStores({ id: 3 }, (value: unknown) => value, undefined, 'result'))
}

export const storesChangeInATransform: Scenario = (implementation, transcript) => {
  const unbinding = new Traced(implementation, transcript, [])
  unbinding.bind('start', () => { unbinding.channel.start.unbindStore(unbinding.stores[1]); return 'first' })
  unbinding.bind('start', () => { unbinding.channel.start.unbindStore(unbinding.stores[0]); return 'second' })
  unbinding.channel.traceSync(() => unbinding.look('fn'), {})
  unbinding.look('after')

  const binding = new Traced(implementation, transcript, [])
  const change = () => {
    binding.channel.start.bindStore(binding.stores[1], () => 'second, bound again')
    if (binding.stores.length === 2) binding.bind('start', () => 'third')
    return 'first'
  }
  binding.bind('start', change)
  binding.bind('start', () => 'second')
  binding.channel.traceSync(() => binding.look('fn'), {})
  binding.look('after')
}
