import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, withStoreScope } from 'tracescope'
import { runProgram } from '../support/run-program.js'
import { compileUsing, hostHasUsing } from '../support/using.js'

let count = 0

/** A new channel with stores bound to it, each with its transform. */
function channelWith(...transforms: Array<((message: any) => unknown) | undefined>) {
  const bound = channel(`with-store-scope-${count++}`)
  const stores = transforms.map((transform) => {
    const store = new AsyncLocalStorage<any>()
    bound.bindStore(store, transform as (message: any) => any)
    return store
  })
  return { bound, stores, values: () => stores.map((store) => store.getStore()) }
}

t.test('every bound store is entered until the scope is disposed', async (t) => {
  const { bound, values } = channelWith(undefined, (message) => message.id, (message) => `id ${message.id}`)
  const message = { id: 1 }
  const scope = withStoreScope(bound, message)
  t.same(values(), [message, 1, 'id 1'])
  t.equal(values()[0], message, 'without a transform: the message itself')
  t.equal(scope[Symbol.dispose](), undefined)
  t.same(values(), [undefined, undefined, undefined])
})

t.test('the message is published once, to subscribers that see the stores', async (t) => {
  const { bound, stores, values } = channelWith((message) => message.id, () => 'second')
  stores[0]!.enterWith('outer')
  const seen: unknown[] = []
  bound.subscribe((message, name) => seen.push([message, name, values()]))
  const message = { id: 1 }
  const scope = withStoreScope(bound, message)
  t.same(seen, [[message, bound.name, [1, 'second']]])
  scope[Symbol.dispose]()
  t.equal(seen.length, 1)
  t.same(values(), ['outer', undefined])
})

t.test('each transform is called once, in the order of binding, in the stores entered before it', async (t) => {
  const log: unknown[] = []
  const { bound, values } = channelWith(
    (message) => { log.push(['first', message, values()]); return 1 },
    (message) => { log.push(['second', message, values()]); return 2 }
  )
  bound.subscribe(() => log.push(['published', values()]))
  withStoreScope(bound, 'message')[Symbol.dispose]()
  t.same(log, [
    ['first', 'message', [undefined, undefined]], ['second', 'message', [1, undefined]], ['published', [1, 2]]
  ])
})

t.test('stores are entered in the order of binding and restored in reverse', async (t) => {
  const log: string[] = []
  class Logging extends AsyncLocalStorage<string> {
    readonly #name: string
    constructor(name: string) {
      super()
      this.#name = name
    }
    override enterWith(value: string): void {
      log.push(`${this.#name} ${value}`)
      super.enterWith(value)
    }
  }
  const bound = channel('with-store-scope-order')
  for (const name of ['a', 'b', 'c']) bound.bindStore(new Logging(name), () => 'entered')
  bound.subscribe(() => log.push('published'))
  const scope = withStoreScope(bound, {})
  scope[Symbol.dispose]()
  scope[Symbol.dispose]()
  t.same(log, ['a entered', 'b entered', 'c entered', 'published', 'c undefined', 'b undefined', 'a undefined'])
})

t.test('disposing again leaves newer values alone', async (t) => {
  const { bound, stores, values } = channelWith(() => 'inside', () => 'inside')
  const scope = withStoreScope(bound, {})
  scope[Symbol.dispose]()
  stores[0]!.enterWith('newer')
  scope[Symbol.dispose]()
  t.same(values(), ['newer', undefined])
})

t.test('disposed out of order, each scope restores what was there when it was opened', async (t) => {
  const { bound, stores, values } = channelWith((message) => message, (message) => -message)
  stores[0]!.enterWith('outer')
  const first = withStoreScope(bound, 1)
  const second = withStoreScope(bound, 2)
  t.same(values(), [2, -2])
  first[Symbol.dispose]()
  t.same(values(), ['outer', undefined])
  second[Symbol.dispose]()
  t.same(values(), [1, -1])
})

t.test('what was entered inside by hand is undone too, in other stores it is not', async (t) => {
  const { bound, stores, values } = channelWith(() => 'inside', () => 'inside')
  const other = new AsyncLocalStorage<string>()
  const scope = withStoreScope(bound, {})
  stores[1]!.enterWith('by hand')
  other.enterWith('by hand')
  scope[Symbol.dispose]()
  t.same([...values(), other.getStore()], [undefined, undefined, 'by hand'])
})

t.test('stores bound or unbound inside the scope do not change what is restored', async (t) => {
  const { bound, stores, values } = channelWith(() => 'inside', () => 'inside')
  const late = new AsyncLocalStorage<any>()
  const scope = withStoreScope(bound, {})
  bound.unbindStore(stores[0]!)
  bound.bindStore(late, () => 'late')
  t.same([...values(), late.getStore()], ['inside', 'inside', undefined])
  scope[Symbol.dispose]()
  t.same([...values(), late.getStore()], [undefined, undefined, undefined])
})

t.test('a channel that nobody listens to gives a scope that does nothing', async (t) => {
  const idle = channel('with-store-scope-idle')
  const store = new AsyncLocalStorage<any>()
  const published: unknown[] = []
  const scope = withStoreScope(idle, 'unheard')
  t.ok(scope)
  t.type(scope[Symbol.dispose], 'function')
  idle.subscribe((message) => published.push(message))
  idle.bindStore(store)
  t.same(published, [])
  store.enterWith('newer')
  t.equal(scope[Symbol.dispose](), undefined)
  t.equal(scope[Symbol.dispose](), undefined)
  t.same([published, store.getStore()], [[], 'newer'])
})

t.test('a bound store alone, or a subscriber alone, is enough', async (t) => {
  const { bound, values } = channelWith(() => 'inside')
  const scope = withStoreScope(bound, {})
  t.same(values(), ['inside'])
  scope[Symbol.dispose]()
  const heard = channel('with-store-scope-heard')
  const published: unknown[] = []
  heard.subscribe((message) => published.push(message))
  withStoreScope(heard, 'message')[Symbol.dispose]()
  t.same(published, ['message'])
})

t.test('when publishing throws, the stores are left', async (t) => {
  const { bound, stores, values } = channelWith(() => 'inside', () => 'inside')
  stores[1]!.enterWith('outer')
  const seen: unknown[] = []
  Object.defineProperty(bound, 'publish', { value() { seen.push(values()); throw new Error('from publish') } })
  t.throws(() => withStoreScope(bound, {}), { message: 'from publish' })
  t.same(seen, [['inside', 'inside']])
  t.same(values(), [undefined, 'outer'])
})

t.test('when a store can\'t be entered, those before it are left and nothing is published', async (t) => {
  const { bound, values } = channelWith(() => 'inside')
  const failing = new AsyncLocalStorage<any>()
  failing.enterWith = () => { throw new Error('from the store') }
  bound.bindStore(failing)
  const published: unknown[] = []
  bound.subscribe((message) => published.push(message))
  t.throws(() => withStoreScope(bound, {}), { message: 'from the store' })
  t.same(values(), [undefined])
  t.same(published, [])
})

t.test('when a transform throws, its store keeps its value, and the error surfaces on the next tick', async (t) => {
  t.same(runProgram('failing-transform'), [
    'first transform', 'failing transform', 'last transform',
    'published first/outer/last', 'inside first/outer/last', 'after undefined/outer/undefined',
    'tick', 'uncaughtException: from a transform', 'immediate'
  ])
})

t.test('what was started in the scope keeps the values', async (t) => {
  const { bound, values } = channelWith((message) => message, () => 'second')
  const started: Array<Promise<unknown>> = []
  {
    using _scope = withStoreScope(bound, 1)
    started.push(new Promise((resolve) => setTimeout(() => resolve(values()))), Promise.resolve().then(values))
  }
  t.same(values(), [undefined, undefined])
  t.same(await Promise.all(started), [[1, 'second'], [1, 'second']])
})

t.test('with the host\'s own `using`', { skip: !hostHasUsing && 'the host has no `using`' }, async (t) => {
  const { bound, values } = channelWith((message) => message)
  const run = compileUsing('withStoreScope', 'channel', 'look', `
    using outer = withStoreScope(channel, 1)
    {
      using inner = withStoreScope(channel, 2)
      look()
    }
    look()`)
  const seen: unknown[] = []
  run(withStoreScope, bound, () => seen.push(values()))
  t.same([...seen, values()], [[2], [1], [undefined]])
})
