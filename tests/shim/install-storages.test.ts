import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, install, tracingChannel } from 'tracescope'
import type { InstallOptions } from 'tracescope'
import { wrap } from '../support/wrap.js'

const { prototype } = AsyncLocalStorage
const properties = () => Object.getOwnPropertyDescriptors(prototype)
const stock = properties()
const replaced = contextBackend === 'frame'

t.test('install() alone leaves AsyncLocalStorage as it is', async (t) => {
  using _installation = install()
  t.same(properties(), stock)
})

t.test('install({ storages: true }) replaces run, enterWith and withScope, ' +
  'where a context is copied to enter them', async (t) => {
  using _installation = install({ storages: true })
  for (const name of ['run', 'enterWith', 'withScope'] as const) {
    if (stock[name] === undefined) continue
    t.equal(prototype[name] !== stock[name]!.value, replaced)
    t.equal(prototype[name].name, name)
    t.equal(prototype[name].length, stock[name]!.value!.length)
    t.equal(Object.hasOwn(prototype[name], 'prototype'), false)
  }
  t.same(
    Object.entries(properties()).map(([name, { enumerable, writable, configurable }]) =>
      [name, enumerable, writable, configurable]),
    Object.entries(stock).map(([name, { enumerable, writable, configurable }]) =>
      [name, enumerable, writable, configurable])
  )
})

t.test('uninstall() puts them back', async (t) => {
  install({ storages: true }).uninstall()
  t.same(properties(), stock)
})

t.test('an installation takes storages on later, and remains one', async (t) => {
  const first = install()
  const second = install({ storages: true })
  t.equal(first, second)
  t.equal(prototype.run !== stock.run.value, replaced)
  install()
  t.equal(prototype.run !== stock.run.value, replaced, 'and keeps them')
  first.uninstall()
  t.same(properties(), stock)
})

t.test('traces enter and leave a storage before, with and after', async (t) => {
  const traced = tracingChannel('install-storages')
  const storage = new AsyncLocalStorage<unknown>()
  traced.start.bindStore(storage, ({ id }) => id)
  const values: unknown[] = []
  const trace = (id: string): void => {
    traced.traceSync(() => { values.push(storage.getStore()) }, { id })
    values.push(storage.getStore())
  }
  trace('before')
  const installation = install({ storages: true })
  storage.run('around', trace, 'with')
  installation.uninstall()
  trace('after')
  t.same(values, ['before', undefined, 'with', 'around', 'after', undefined])
})

t.test('a wrapper over ours is called, and stays when we go', async (t) => {
  const calls: unknown[] = []
  const installation = install({ storages: true })
  const { run } = prototype
  prototype.run = function (this: unknown, ...args: unknown[]) {
    calls.push(args[0])
    return Reflect.apply(run, this, args)
  } as any
  const wrapper = prototype.run
  const storage = new AsyncLocalStorage<string>()
  t.equal(storage.run('one', () => storage.getStore()), 'one')
  t.same(installation.uninstall(), replaced ? ['AsyncLocalStorage#run'] : [], 'we say so')
  t.equal(prototype.run, wrapper)
  t.equal(storage.run('two', () => storage.getStore()), 'two')
  t.same(calls, ['one', 'two'])
  Object.defineProperty(prototype, 'run', stock.run)
})

/** What storages give once a value was entered in them by `enterWith`, called on all kinds of things. */
async function enterInAll(): Promise<unknown[]> {
  const seen: unknown[] = []
  const plain = new AsyncLocalStorage<unknown>()
  const withDefault = new AsyncLocalStorage<unknown>({ defaultValue: 'default' })
  const own = new (class extends AsyncLocalStorage<unknown> {
    override enterWith(value: unknown): void { super.enterWith(['own', value]) }
  })()
  const storages = [plain, withDefault, own]
  const look = (where: string): void => { seen.push([where, ...storages.map((storage) => storage.getStore())]) }
  const { enterWith } = prototype as { enterWith: (...args: any[]) => unknown }
  await plain.run('outer', async () => {
    for (const storage of storages) {
      for (const value of ['value', undefined, NaN, 'value', 'value']) {
        const before = AsyncLocalStorage.bind(() => look('before'))
        seen.push(storage.enterWith(value))
        look('entered')
        before()
        await null
        look('later')
      }
      storage.disable()
      look('disabled')
      storage.enterWith('again')
      storage.run('inside', () => {
        storage.enterWith('changed')
        look('changed')
      })
      look('left')
    }
    for (const thisArg of [{}, Object.create(plain), undefined, null, 5, 'text']) {
      try {
        seen.push(Reflect.apply(enterWith, thisArg, ['value', 'more']), Reflect.apply(enterWith, thisArg, []))
      } catch (error) {
        seen.push(String(error))
      }
      look(`called on ${typeof thisArg}`)
    }
  })
  look('after')
  return seen
}

t.test('enterWith does what the host\'s does, whatever it is called on', async (t) => {
  const expected = await enterInAll()
  using _installation = install({ storages: true })
  t.same(await enterInAll(), expected)
})

t.test('a call of enterWith sees the wrapper over ours, and after uninstall() that calls the host\'s', async (t) => {
  const calls: unknown[] = []
  const installation = install({ storages: true })
  const ours = prototype.enterWith
  {
    using _wrapper = wrap(prototype, 'enterWith', () => calls.push('called'))
    t.same(installation.uninstall(), replaced ? ['AsyncLocalStorage#enterWith'] : [])
    const storage = new AsyncLocalStorage<string>()
    storage.enterWith('value')
    t.equal(storage.getStore(), 'value')
    t.same(calls, ['called'])
  }
  t.equal(prototype.enterWith, ours)
  t.same(installation.uninstall(), [])
  t.same(properties(), stock)
})

for (const options of [null, 5, 'storages', { storages: 1 }, { storages: 'yes' }]) {
  t.test(`install(${JSON.stringify(options)}) is refused, and nothing installed`, async (t) => {
    t.throws(() => install(options as InstallOptions), {
      name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /options/
    })
    t.same(properties(), stock)
  })
}
