import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, install, tracingChannel } from 'tracescope'
import type { InstallOptions } from 'tracescope'

const { prototype } = AsyncLocalStorage
const properties = () => Object.getOwnPropertyDescriptors(prototype)
const stock = properties()
const replaced = contextBackend === 'frame'

t.test('install() alone leaves AsyncLocalStorage as it is', async (t) => {
  using _installation = install()
  t.same(properties(), stock)
})

t.test('install({ storages: true }) replaces run and withScope, where a context is copied to enter them', async (t) => {
  using _installation = install({ storages: true })
  t.equal(prototype.run !== stock.run.value, replaced)
  t.equal(prototype.run.name, 'run')
  t.equal(prototype.run.length, stock.run.value!.length)
  t.same(Object.entries(properties()).map(([name, { enumerable, writable, configurable }]) => [name, enumerable, writable, configurable]),
    Object.entries(stock).map(([name, { enumerable, writable, configurable }]) => [name, enumerable, writable, configurable]))
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
  prototype.run = function (this: unknown, ...args: unknown[]) { calls.push(args[0]); return Reflect.apply(run, this, args) } as any
  const wrapper = prototype.run
  const storage = new AsyncLocalStorage<string>()
  t.equal(storage.run('one', () => storage.getStore()), 'one')
  t.same(installation.uninstall(), replaced ? ['AsyncLocalStorage#run'] : [], 'we say so')
  t.equal(prototype.run, wrapper)
  t.equal(storage.run('two', () => storage.getStore()), 'two')
  t.same(calls, ['one', 'two'])
  Object.defineProperty(prototype, 'run', stock.run)
})

for (const options of [null, 5, 'storages', { storages: 1 }, { storages: 'yes' }]) {
  t.test(`install(${JSON.stringify(options)}) is refused, and nothing installed`, async (t) => {
    t.throws(() => install(options as InstallOptions), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /options/ })
    t.same(properties(), stock)
  })
}
