import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, tracingChannel } from '../../source/index.js'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { isNode } from '../support/host.js'

// What tracescope tries of the host in the first trace meets the values that the program has in the storage then: they
// are its own affair, and may be nothing that can be put into words.

t.test('the first trace, in a storage whose value would hear of being looked at', async (t) => {
  const heard: PropertyKey[] = []
  const value = new Proxy(Object.create(null), { get(_, name) { heard.push(name); return undefined } })
  const storage = new AsyncLocalStorage<unknown>()
  const traced = tracingChannel<object>('first')
  traced.start.bindStore(storage as AsyncLocalStorage<object>)
  const context = {}
  storage.run(value, () => {
    t.equal(traced.traceSync(() => storage.getStore(), context), context)
    t.ok(storage.getStore() === value, 'the value is back')
  })
  t.same(heard, [])
  const expected = storagesUseAsyncHooks ? 'resource' : 'frame'
  if (isNode && !process.env['TRACESCOPE_CONTEXT']) t.equal(contextBackend, expected, 'no reason to leave the fast way')
})
