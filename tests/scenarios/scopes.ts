import { AsyncLocalStorage } from 'node:async_hooks'
import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

export const runScope: Scenario = ({ withScope }, transcript) => {
  if (!withScope) return
  const storage = new AsyncLocalStorage<unknown>()
  const outer = withScope(storage, 'outer')
  transcript.add('scope', Object.getPrototypeOf(outer).constructor.name, Object.keys(outer))
  const inner = withScope(storage, 'inner')
  transcript.add('inner', storage.getStore())
  inner.dispose()
  transcript.add('outer', storage.getStore())
  outer[Symbol.dispose]()
  transcript.add('after', storage.getStore())
  storage.enterWith('newer')
  outer.dispose()
  inner.dispose()
  transcript.add('still', storage.getStore())
}

export const runScopeOutOfOrder: Scenario = ({ withScope }, transcript) => {
  if (!withScope) return
  const storage = new AsyncLocalStorage<unknown>()
  const first = withScope(storage, 1)
  const second = withScope(storage, 2)
  first.dispose()
  transcript.add('first left', storage.getStore())
  second.dispose()
  transcript.add('second left', storage.getStore())
}

export const runScopeDefaultValue: Scenario = ({ withScope }, transcript) => {
  if (!withScope) return
  const storage = new (AsyncLocalStorage as any)({ defaultValue: 'default' })
  const scope = withScope(storage, undefined)
  transcript.add('inside', storage.getStore())
  scope.dispose()
  transcript.add('after', storage.getStore())
}

export const storeScope: Scenario = (implementation, transcript) => {
  const { withStoreScope } = implementation
  if (!withStoreScope) return
  const traced = new Traced(implementation, transcript, ['start'])
  traced.bind('start', (message: any) => message.id)
  traced.bind('start', () => { throw new Error('from a transform') })
  traced.bind('start')
  const scope: any = withStoreScope(traced.channel.start, { id: 1 })
  transcript.add('scope', Object.getPrototypeOf(scope).constructor.name, Object.keys(scope), typeof scope.dispose)
  traced.look('inside')
  const inner = withStoreScope(traced.channel.start, { id: 2 })
  traced.look('inner')
  scope[Symbol.dispose]()
  traced.look('outer left first')
  inner[Symbol.dispose]()
  traced.look('inner left')
  traced.stores[0]!.enterWith('newer')
  scope[Symbol.dispose]()
  traced.look('still')
}

export const storeScopeIdle: Scenario = ({ channel, withStoreScope }, transcript) => {
  if (!withStoreScope) return
  const scope = withStoreScope(channel('idle-scope'), { id: 1 })
  transcript.add('scope', Boolean(scope), typeof scope[Symbol.dispose], scope[Symbol.dispose]())
}

export const bounded: Scenario = (implementation, transcript) => {
  const { boundedChannel } = implementation
  if (!boundedChannel) return
  const traced = new Traced(implementation, transcript, [])
  const channel = boundedChannel(traced.channel)
  transcript.add('subscribers', channel.hasSubscribers, Object.keys(channel))
  const idle = channel.withScope({ id: 0 })
  channel.subscribe({
    start: (message: unknown) => traced.saw('start', message), end: (message: unknown) => traced.saw('end', message)
  })
  idle[Symbol.dispose]()
  traced.bind('start', (message: any) => message.id)
  transcript.add('subscribers', channel.hasSubscribers)
  const scope = channel.withScope({ id: 1 })
  transcript.add('scope', Object.getPrototypeOf(scope).constructor.name, Object.keys(scope), typeof scope.dispose)
  traced.look('inside')
  scope[Symbol.dispose]()
  scope[Symbol.dispose]()
  traced.look('after')
  transcript.call('run', () => channel.run({ id: 2 }, function (this: unknown, ...args: unknown[]) {
    transcript.add('fn', this, args)
    traced.look('fn')
    return 'result'
  }, 'self', 1, 2))
  transcript.call('run', () => channel.run(null, () => { throw new Error('from fn') }))
  traced.look('after')
}

export const boundedOnlyEnd: Scenario = (implementation, transcript) => {
  const { boundedChannel } = implementation
  if (!boundedChannel) return
  const channel = boundedChannel('bounded-only-end')
  const end = (message: unknown) => transcript.add('end', message)
  channel.subscribe({ end })
  channel.run({ id: 1 }, () => {})
  transcript.add('unsubscribed', channel.unsubscribe({ end }), channel.unsubscribe({ end }), channel.unsubscribe({}))
}
