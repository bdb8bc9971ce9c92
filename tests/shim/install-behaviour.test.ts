import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { Channel, channel, tracingChannel } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import t from 'tap'
import { install, RunScope, tracingChannel as apiTracingChannel, type InstallOptions } from 'tracescope'
import { hostHasStoreScopes, hostPrototypes, replacedMethods } from '../support/host.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'
import { wrap } from '../support/wrap.js'

// install({ behaviour }): whose behaviour the host's own tracing channels have.

class LibraryPromise extends Promise<unknown> {
  static override get [Symbol.species](): PromiseConstructor { return Promise }
}

const roots = { ...hostPrototypes, AsyncLocalStorage: AsyncLocalStorage.prototype, diagnosticsChannel }
const look = (): Snapshot => takeSnapshot(roots)
const stock = look()
const replaced = (): boolean => differences(stock, look()).length > 0

let count = 0

/** A tracing channel with a subscriber on every event. */
function listenedTo(): any {
  const traced: any = tracingChannel(`install-behaviour-${count++}`)
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) traced[event].subscribe(() => {})
  return traced
}

/** Whether a library's own promise comes back from a trace as it is: nodejs/node#59936. */
function keepsPromises(traced = listenedTo()): boolean {
  const promise = LibraryPromise.resolve()
  return traced.tracePromise(() => promise, {}) === promise
}

/** Whether callbacks give what they return: Node 26, from its first version. */
function returnsFromCallbacks(traced = listenedTo()): boolean {
  return traced.traceCallback((callback: any) => callback(), 0, {}, undefined, () => true) === true
}

const hostKeepsPromises = keepsPromises()
const hostReturnsFromCallbacks = returnsFromCallbacks()

t.test('the host\'s own behaviour is the default', async (t) => {
  for (const options of [undefined, {}, { behaviour: undefined }, { behaviour: 'host' }] as const) {
    const installation = install(options)
    t.equal(keepsPromises(), hostKeepsPromises)
    t.equal(returnsFromCallbacks(), hostReturnsFromCallbacks)
    t.equal('boundedChannel' in diagnosticsChannel, hostHasStoreScopes)
    installation.uninstall()
  }
})

t.test('a library\'s own promise type survives tracePromise, on channels made before and after', async (t) => {
  const before = listenedTo()
  const installation = install({ behaviour: 'node26' })
  const after = listenedTo()
  for (const traced of [before, after]) {
    t.equal(keepsPromises(traced), true)
    t.equal(returnsFromCallbacks(traced), true)
  }
  installation.uninstall()
  for (const traced of [before, after]) {
    t.equal(keepsPromises(traced), hostKeepsPromises)
    t.equal(returnsFromCallbacks(traced), hostReturnsFromCallbacks)
  }
})

t.test('an installation takes Node 26\'s behaviour on later, and keeps it until it is uninstalled', async (t) => {
  const first = install()
  const second = install({ behaviour: 'node26' })
  t.equal(first, second)
  t.equal(keepsPromises(), true)
  t.equal('boundedChannel' in diagnosticsChannel, true)
  for (const options of [undefined, { behaviour: 'host' }, { storages: true }] as const) {
    t.equal(install(options), first)
    t.equal(keepsPromises(), true)
    t.equal('boundedChannel' in diagnosticsChannel, true)
  }
  first.uninstall()
  t.same(differences(stock, look()), [])
})

t.test('storages are taken on before or after', async (t) => {
  const storage = new AsyncLocalStorage<number>()
  const ways: InstallOptions[][] = [
    [{ storages: true }, { behaviour: 'node26' }],
    [{ behaviour: 'node26' }, { storages: true }],
    [{ behaviour: 'node26', storages: true }]
  ]
  for (const way of ways) {
    for (const options of way) install(options)
    const scope = (storage as any).withScope(1)
    t.equal(storage.run(2, () => storage.getStore()), 2)
    t.equal(storage.getStore(), 1)
    scope.dispose()
    t.equal(storage.getStore(), undefined)
    install().uninstall()
    t.same(differences(stock, look()), [])
  }
})

t.test('uninstalling twice does not touch what was installed in between', async (t) => {
  const first = install({ behaviour: 'node26' })
  first.uninstall()
  const second = install({ behaviour: 'node26' })
  first.uninstall()
  t.equal(keepsPromises(), true)
  t.equal('withScope' in AsyncLocalStorage.prototype && 'withStoreScope' in Channel.prototype &&
    'boundedChannel' in diagnosticsChannel, true)
  second.uninstall()
  t.same(differences(stock, look()), [])
})

const REFUSED: ReadonlyArray<readonly [unknown, object]> = [
  ['node25', {
    code: 'ERR_INVALID_ARG_VALUE',
    message: 'The property \'options.behaviour\' must be one of: \'host\', \'node26\'. Received \'node25\''
  }],
  ['', { code: 'ERR_INVALID_ARG_VALUE', message: /Received ''$/ }],
  ['Node26', { code: 'ERR_INVALID_ARG_VALUE', message: /Received 'Node26'$/ }],
  ['x'.repeat(200), { code: 'ERR_INVALID_ARG_VALUE', message: /Received 'x{127}\.\.\.$/ }],
  [26, {
    code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "options.behaviour" property must be of type string. Received type number (26)'
  }],
  [null, { code: 'ERR_INVALID_ARG_TYPE', message: /Received null$/ }],
  [true, { code: 'ERR_INVALID_ARG_TYPE', message: /Received type boolean \(true\)$/ }],
  [['node26'], { code: 'ERR_INVALID_ARG_TYPE', message: /Received an instance of Array$/ }]
]
for (const [behaviour, expected] of REFUSED) {
  t.test(`behaviour ${JSON.stringify(behaviour)?.slice(0, 20)} is refused, and nothing is changed`, async (t) => {
    t.throws(() => install({ behaviour } as InstallOptions), { name: 'TypeError', ...expected })
    t.equal(replaced(), false)
    using _installation = install()
    const installed = look()
    t.throws(() => install({ behaviour, storages: true } as InstallOptions), { name: 'TypeError', ...expected })
    t.same(differences(installed, look()), [])
  })
}

t.test('what is added to the module is there for all who have the module, and not as a named import', async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const required = createRequire(import.meta.url)('diagnostics_channel')
  const namespace: any = await import('node:diagnostics_channel')
  for (const name of ['boundedChannel', 'BoundedChannel']) {
    t.type((diagnosticsChannel as any)[name], 'function')
    t.equal(required[name], (diagnosticsChannel as any)[name])
    t.equal(namespace.default[name], (diagnosticsChannel as any)[name])
    t.equal(name in namespace, hostHasStoreScopes)
  }
})

t.test('an idle channel that refuses a subscriber stays idle', async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const idle = channel('install-behaviour-idle')
  for (const subscriber of [undefined, null, 'text', {}]) {
    t.throws(() => idle.subscribe(subscriber as any), {
      code: 'ERR_INVALID_ARG_TYPE', message: /"subscription" argument must be of type function/
    })
    t.throws(() => diagnosticsChannel.subscribe('install-behaviour-idle', subscriber as any), {
      code: 'ERR_INVALID_ARG_TYPE'
    })
  }
  t.equal(idle.hasSubscribers, false)
  const heard: unknown[] = []
  idle.subscribe((message) => heard.push(message))
  idle.publish('message')
  t.same(heard, ['message'])
})

t.test('where no context is given, a new object is passed that can be written to', async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const traced = listenedTo()
  const bounded = (diagnosticsChannel as any).boundedChannel(traced)
  const seen: any[] = []
  traced.start.subscribe((context: any) => { seen.push(context) })
  for (let call = 0; call < 2; call++) {
    traced.traceSync(() => {})
    traced.traceCallback((callback: any) => callback(null, 'result'), 0, undefined, undefined, () => {})
    bounded.withScope()[Symbol.dispose]()
    bounded.run(null, () => {})
  }
  t.equal(new Set(seen).size, 8)
  t.same(seen.map(Object.isExtensible), Array(8).fill(true))
  t.same(seen.slice(0, 4).map(Object.getPrototypeOf), [null, null, Object.prototype, Object.prototype])
  t.equal(seen[1].result, 'result')
})

t.test('runStores goes by a withStoreScope that someone has put there, as on Node 26', async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const traced = listenedTo()
  const storage = new AsyncLocalStorage<unknown>()
  traced.start.bindStore(storage)
  let calls = 0
  {
    using _wrapping = wrap(hostPrototypes['ActiveChannel'], 'withStoreScope', () => calls++)
    t.same(traced.start.runStores(
      'message', function (this: unknown, ...args: unknown[]) { return [this, args, storage.getStore()] }, 'self', 1, 2
    ), ['self', [1, 2], 'message'])
    t.equal(calls, 1)
    t.throws(() => traced.start.runStores('message', () => { throw new Error('from fn') }), { message: 'from fn' })
    t.equal(storage.getStore(), undefined)
    t.equal(calls, 2)
  }
  t.equal(traced.start.runStores('message', () => storage.getStore()), 'message')
  t.equal(calls, 2)
})

t.test('a storage with nothing but run goes through the host\'s runStores', {
  skip: hostHasStoreScopes && 'the host itself has no way for it'
}, async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const traced = listenedTo()
  const log: unknown[] = []
  const named = {
    run(value: unknown, fn: () => unknown) { log.push(value); try { return fn() } finally { log.push('left') } }
  }
  const promise = LibraryPromise.resolve()
  traced.start.bindStore(named, ({ name }: any) => name)
  t.equal(traced.tracePromise(() => { log.push('fn'); return promise }, { name: 'trace' }), promise)
  t.equal(traced.start.runStores({ name: 'message' }, () => 'result'), 'result')
  t.same(log, ['trace', 'fn', 'left', 'message', 'left'])
  t.throws(() => traced.start.withStoreScope('message'), { code: 'ERR_INVALID_ARG_TYPE' })
})

t.test('plain storages are entered in one step, with the behaviour of Node 26 and after it', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const [hosts, ours]: any[] = [listenedTo(), apiTracingChannel('install-behaviour')]
  for (const traced of [hosts, ours]) traced.start.bindStore(storage, () => 'entered')
  const installation = install({ behaviour: 'node26' })
  let scopes = 0
  using _wrapping = wrap(RunScope.prototype, Symbol.dispose, () => scopes++)
  for (const traced of [hosts, ours]) t.equal(traced.traceSync(() => storage.getStore(), {}), 'entered')
  installation.uninstall()
  for (const traced of [hosts, ours]) t.equal(traced.traceSync(() => storage.getStore(), {}), 'entered')
  t.equal(scopes, 0, 'no scope was opened for it')
})

for (const [owner, method] of replacedMethods) {
  t.test(
    `${owner}#${method}: a wrapper put over ours stays after uninstall(), over the host's behaviour`, async (t) => {
      const traced = listenedTo()
      const installation = install({ behaviour: 'node26' })
      const prototype = hostPrototypes[owner]
      const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!
      let calls = 0
      {
        using _wrapping = wrap(prototype, method, () => calls++)
        const wrapper = prototype[method]
        installation.uninstall()
        t.equal(prototype[method], wrapper)
        t.equal(keepsPromises(traced), hostKeepsPromises)
        t.equal(returnsFromCallbacks(traced), hostReturnsFromCallbacks)
        t.equal(traced.traceSync(() => 'result', {}), 'result')
        t.equal(traced.start.runStores({}, () => 'result'), 'result')
        if (hostHasStoreScopes) (diagnosticsChannel as any).boundedChannel(traced).run({}, () =>
          traced.start.withStoreScope({})[Symbol.dispose]())
        t.ok(calls > 0)
      }
      Object.defineProperty(prototype, method, {
        ...descriptor, value: stock.get(prototype)!.properties.get(method)!.value
      })
      t.same(differences(stock, look()), [])
    }
  )
}

/** What is done to an installation between two others, in which what stands under a wrapper has to be left. */
const CHANGES: Readonly<Record<string, () => void>> = {
  'once options were added': () => { install({ behaviour: 'node26' }) },
  'once strict mode has changed the host': () =>
    (globalThis as any)[Symbol.for('tracescope.installation')][Symbol.for('tracescope.around')](() => {})
}
for (const [when, change] of Object.entries(CHANGES)) {
  for (const [owner, method] of replacedMethods) {
    t.test(`${owner}#${method}: ours is named by uninstall(), and put back later, ${when}`, async (t) => {
      const installation = install()
      {
        using _wrapping = wrap(hostPrototypes[owner], method, () => {})
        change()
        t.same(installation.uninstall(), [`${owner}#${method}`])
      }
      t.same(installation.uninstall(), [])
      t.same(differences(stock, look()), [])
    })
  }
}

/** What is added on hosts that lack it, and how a storage that is bound to an active channel is entered by it. */
const ADDITIONS: ReadonlyArray<readonly [any, string, (traced: any, storage: any) => Disposable]> = [
  [AsyncLocalStorage.prototype, 'withScope', (_traced, storage) => storage.withScope('entered')],
  [hostPrototypes['ActiveChannel'], 'withStoreScope', (traced) => traced.start.withStoreScope('entered')],
  [diagnosticsChannel, 'boundedChannel', (traced) =>
    (diagnosticsChannel as any).boundedChannel(traced).withScope('entered')]
]
for (const [target, name, enter] of ADDITIONS.filter(([target, name]) => !(name in target))) {
  t.test(`${name}: what someone has put over it stays after uninstall(), and goes on working`, async (t) => {
    const installation = install({ behaviour: 'node26' })
    let calls = 0
    wrap(target, name, () => calls++)
    const wrapper = target[name]
    installation.uninstall()
    t.equal(target[name], wrapper)
    const traced = listenedTo()
    const storage = new AsyncLocalStorage<unknown>()
    traced.start.bindStore(storage)
    const scope = enter(traced, storage)
    t.equal(calls, 1)
    t.equal(storage.getStore(), 'entered')
    scope[Symbol.dispose]()
    t.equal(storage.getStore(), undefined)
    delete target[name]
    t.same(differences(stock, look()), [])
  })
}
