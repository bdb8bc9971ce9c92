import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { hostHasStoreScopes } from '../support/host.js'
import { implementation, type Mode } from '../support/implementation.js'

// A scope leads to its class, and who calls that gets a scope, as of the host.

const skip = !hostHasStoreScopes && 'this host has no such scopes'

function useClasses(mode: Mode): unknown[] {
  const { channel, boundedChannel, withStoreScope } = implementation(mode)
  const log: unknown[] = []
  const store = new AsyncLocalStorage<any>()
  const bound = channel(`classes-of-scopes ${mode}`)
  const bounded = boundedChannel!({ start: bound, end: bound })
  bound.bindStore(store)
  bound.subscribe((message: unknown) => log.push(`published ${message} ${store.getStore()}`))
  const idle = channel(`classes-of-scopes ${mode}, idle`)
  const within = (open: () => Disposable): void => {
    const scope = open()
    log.push(`inside ${store.getStore()}`)
    scope[Symbol.dispose]()
    log.push(`after ${store.getStore()}`)
  }
  const classOf = (scope: any): any => {
    scope[Symbol.dispose]()
    return scope.constructor
  }
  const RunStoresScope = classOf(withStoreScope!(bound, 0))
  const BoundedChannelScope = classOf(bounded.withScope(0))
  log.push(RunStoresScope.length, BoundedChannelScope.length)
  within(() => new RunStoresScope(bound, 1))
  within(() => new RunStoresScope(idle, 2))
  within(() => new BoundedChannelScope(bounded, 3))
  within(() => new BoundedChannelScope({ hasSubscribers: false }, 4))
  within(() => new BoundedChannelScope({ hasSubscribers: true, start: bound, end: idle }, 5))
  return log
}

t.test('classes of scopes', { skip }, async (t) => {
  const stock = useClasses('host')
  t.same(stock.slice(3), [
    2, 2,
    'published 1 1', 'inside 1', 'after undefined',
    'inside undefined', 'after undefined',
    'published 3 3', 'inside 3', 'published 3 3', 'after undefined',
    'inside undefined', 'after undefined',
    'published 5 5', 'inside 5', 'after undefined'
  ])
  t.same(useClasses('api'), stock, 'of the API')
  t.same(useClasses('shim'), stock, 'of the shim')
})
