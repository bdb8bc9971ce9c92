import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, install } from 'tracescope'
import { HostCalls } from '../support/host-calls.js'
import { hostHasStoreScopes, hostPrototypes, replacedMethods } from '../support/host.js'
import { wrap, WRAPPINGS, type Wrapping } from '../support/wrap.js'

// Others wrap the host's methods too: before the shim is installed, and over it.

// On async_hooks `run` goes past the public methods, which are all that the portable way has.
const runIsLeftToHost = contextBackend === 'portable' && !hostHasStoreScopes && '_enable' in AsyncLocalStorage.prototype

t.test('what someone puts in place of Promise.resolve and reject is not called for ' +
  'tracePromise, as by the host', async (t) => {
  const calls = new HostCalls()
  const { channel } = calls
  const called: string[] = []
  const callsOf = async (): Promise<string[]> => {
    called.length = 0
    using _resolve = wrap(Promise, 'resolve', () => called.push('resolve'))
    using _reject = wrap(Promise, 'reject', () => called.push('reject'))
    const thenable = { then(resolve: (value: string) => void) { resolve('value') } }
    for (const result of [
      thenable, 'value', Promise.prototype.then.call((async () => { throw new Error('rejected') })(), undefined)
    ]) {
      await Promise.prototype.then.call((async () => channel.tracePromise(() => result, {}))(), undefined, () => {})
    }
    return [...called]
  }
  const stock = await callsOf()
  t.same(stock, [])
  using _installation = install()
  // The first store that is entered has the way into the context tried, by promises.
  await calls.logOf('tracePromise')
  t.same(await callsOf(), stock)
})

for (const [owner, method] of replacedMethods) {
  const prototype = hostPrototypes[owner]

  t.test(`${owner}#${method}: from install() to uninstall() the host's own does not run`, async (t) => {
    const calls = new HostCalls()
    const expected = await calls.logOf(method)
    t.match(expected, ['start entered'])
    t.equal(await calls.isDoneByHost(method), true)
    const installation = install()
    t.same(await calls.logOf(method), expected)
    t.equal(await calls.isDoneByHost(method), method === 'runStores' && runIsLeftToHost)
    installation.uninstall()
    t.same(await calls.logOf(method), expected)
    t.equal(await calls.isDoneByHost(method), true)
  })

  t.test(
    `${owner}#${method}: a wrapper put over ours stays after uninstall(), and ours passes on to the host's`,
    async (t) => {
      const calls = new HostCalls()
      const expected = await calls.logOf(method)
      const stock = Object.getOwnPropertyDescriptor(prototype, method)!
      const installation = install()
      {
        using _wrapping = wrap(prototype, method, () => calls.log.push('wrapper'))
        const wrapper = prototype[method]
        t.same(await calls.logOf(method), ['wrapper', ...expected])
        t.same(installation.uninstall(), [`${owner}#${method}`], 'and says so')
        t.equal(prototype[method], wrapper)
        t.same(await calls.logOf(method), ['wrapper', ...expected])
        t.equal(await calls.isDoneByHost(method), true)
      }
      t.not(prototype[method], stock.value, 'with the wrapper gone ours is left behind')
      t.same(await calls.logOf(method), expected)
      t.equal(await calls.isDoneByHost(method), true)
      t.same(installation.uninstall(), [], 'uninstalling again puts it back')
      t.same(Object.getOwnPropertyDescriptor(prototype, method), stock)
    }
  )

  t.test(`${owner}#${method}: a wrapper that stays does not keep the shim from being installed again`, async (t) => {
    const calls = new HostCalls()
    const expected = ['wrapper', ...await calls.logOf(method)]
    const first = install()
    {
      using _wrapping = wrap(prototype, method, () => calls.log.push('wrapper'))
      first.uninstall()
      const second = install()
      t.not(second, first)
      t.same(await calls.logOf(method), expected)
      t.same(second.uninstall(), [], 'the second has replaced nothing that is wrapped')
      t.same(await calls.logOf(method), expected)
    }
    t.same(first.uninstall(), [])
    t.equal(await calls.isDoneByHost(method), true)
  })

  for (const wrapping of Object.keys(WRAPPINGS) as Wrapping[]) {
    t.test(`${owner}#${method}: a wrapper that was there before, ${wrapping}, is called all the time`, async (t) => {
      const calls = new HostCalls()
      const expected = ['wrapper', ...await calls.logOf(method)]
      using _wrapping = wrap(prototype, method, () => calls.log.push('wrapper'), wrapping)
      t.same(await calls.logOf(method), expected, 'before install()')
      const installation = install()
      t.same(await calls.logOf(method), expected, 'installed')
      installation.uninstall()
      t.same(await calls.logOf(method), expected, 'uninstalled')
    })
  }
}
