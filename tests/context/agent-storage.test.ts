import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { boundedChannel, channel, withScope, withStoreScope } from 'tracescope'
import { Agent } from '../support/agent.js'
import { implementation } from '../support/implementation.js'
import { wrap } from '../support/wrap.js'

// A subclass of AsyncLocalStorage with methods of its own is entered and left by them, whichever way a trace goes.

const api = implementation('api')

t.test('traceSync', async (t) => {
  const agent = new Agent(api)
  t.same(await agent.traceSync(), [
    'getStore', 'enterWith call', 'start call', 'fn call', 'end call', 'enterWith outer', 'after outer'
  ])
  t.same(await agent.traceSyncThatThrows(),
    [
      'getStore', 'enterWith call', 'start call', 'error call', 'end call', 'enterWith outer', 'Error: from fn outer',
      'after outer'
    ])
})

t.test('tracePromise', async (t) => {
  const agent = new Agent(api)
  t.same(await agent.tracePromise(), [
    'getStore', 'enterWith call', 'start call', 'fn call', 'end call', 'enterWith outer', 'after outer',
    'fn later call',
    'getStore', 'enterWith continuation', 'asyncStart continuation', 'asyncEnd continuation', 'enterWith call'
  ])
  t.equal(agent.storage.value, 'outer')
})

t.test('traceCallback', async (t) => {
  const agent = new Agent(api)
  t.same(await agent.traceCallback(), [
    'getStore', 'enterWith call', 'start call',
    'getStore', 'enterWith continuation', 'asyncStart continuation', 'callback continuation', 'asyncEnd continuation',
    'enterWith call', 'end call', 'enterWith outer', 'after outer'
  ])
})

t.test('withStoreScope', async (t) => {
  const agent = new Agent(api)
  t.same(await agent.during(() => {
    using _scope = withStoreScope(agent.channel.start, {})
    agent.look('inside')
  }), ['getStore', 'enterWith call', 'start call', 'inside call', 'enterWith outer', 'after outer'])
})

t.test('withStoreScope, left out of order', async (t) => {
  const agent = new Agent(api)
  let id = 0
  agent.channel.start.bindStore(agent.storage, () => ++id)
  t.same(await agent.during(() => {
    const first = withStoreScope(agent.channel.start, {})
    const second = withStoreScope(agent.channel.start, {})
    first[Symbol.dispose]()
    agent.look('first left')
    second[Symbol.dispose]()
    agent.look('second left')
    agent.storage.enterWith('outer')
  }), [
    'getStore', 'enterWith 1', 'start 1', 'getStore', 'enterWith 2', 'start 2',
    'enterWith outer', 'first left outer', 'enterWith 1', 'second left 1', 'enterWith outer', 'after outer'
  ])
})

t.test('boundedChannel', async (t) => {
  const agent = new Agent(api)
  const bounded = boundedChannel(agent.channel)
  const expected = ['getStore', 'enterWith call', 'start call', 'fn call', 'end call', 'enterWith outer', 'after outer']
  t.same(await agent.during(() => bounded.run({}, agent.look, undefined, 'fn')), expected, 'run')
  t.same(await agent.during(() => {
    using _scope = bounded.withScope({})
    agent.look('fn')
  }), expected, 'withScope')
})

t.test('withScope', async (t) => {
  const agent = new Agent(api)
  t.same(await agent.during(() => {
    using _scope = withScope(agent.storage, 'inside')
    agent.look('fn')
  }), ['getStore', 'enterWith inside', 'fn inside', 'enterWith outer', 'after outer'])
})

t.test('between plain storages, all are entered in the order of binding and left in reverse', async (t) => {
  const agent = new Agent(api)
  const [first, last] = [new AsyncLocalStorage<any>(), new AsyncLocalStorage<any>()]
  const values = () => [first.getStore(), agent.storage.value, last.getStore()].map(String).join('/')
  const note = (where: string) => agent.transcript.add(where, values())
  agent.channel.start.unbindStore(agent.storage)
  for (const store of [first, agent.storage, last]) agent.channel.start.bindStore(store, () => {
    note('transform')
    return 'entered'
  })
  t.same(await agent.during(() => agent.channel.traceSync(note, {}, undefined, 'fn')), [
    'transform undefined/outer/undefined',
    'transform entered/outer/undefined', 'getStore', 'enterWith entered',
    'transform entered/entered/undefined',
    'start entered', 'fn entered/entered/entered', 'end entered', 'enterWith outer', 'after outer'
  ])
  t.equal(values(), 'undefined/outer/undefined')
})

t.test('one overridden method is enough', async (t) => {
  const log: string[] = []
  class Reading extends AsyncLocalStorage<any> {
    override getStore(): any { log.push('getStore'); return super.getStore() }
  }
  class Entering extends AsyncLocalStorage<any> {
    override enterWith(value: unknown): void { log.push(`enterWith ${value}`); super.enterWith(value) }
  }
  class Scoping extends AsyncLocalStorage<any> {
    override withScope(value: unknown): any {
      log.push(`withScope ${value}`)
      return { [Symbol.dispose]: () => log.push('left') }
    }
  }
  for (const [Storage, expected] of [
    [Reading, ['getStore', 'published']],
    [Entering, ['enterWith call', 'published', 'enterWith undefined']],
    [Scoping, ['withScope call', 'published', 'left']]
  ] as const) {
    log.length = 0
    const probed = channel(`agent-storage:${Storage.name}`)
    probed.bindStore(new Storage(), () => 'call')
    probed.subscribe(() => log.push('published'))
    withStoreScope(probed, {})[Symbol.dispose]()
    t.same(log, expected, Storage.name)
  }
})

t.test('methods put on AsyncLocalStorage itself, or on one storage, at any time', async (t) => {
  const log: string[] = []
  const probed = channel('agent-storage:patched')
  const storage = new AsyncLocalStorage<any>()
  probed.bindStore(storage, () => 'call')
  const trace = (): string[] => {
    log.length = 0
    withStoreScope(probed, {})[Symbol.dispose]()
    return [...log]
  }
  t.same(trace(), [])
  {
    using _patch = wrap(AsyncLocalStorage.prototype, 'enterWith', () => log.push('patched'))
    t.same(trace(), ['patched', 'patched'])
  }
  t.same(trace(), [])
  wrap(storage, 'enterWith', () => log.push('own'))
  t.same(trace(), ['own', 'own'])
})
