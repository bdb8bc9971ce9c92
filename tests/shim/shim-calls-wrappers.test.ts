import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { install } from 'tracescope'
import { HostCalls, OwnStorage } from '../support/host-calls.js'
import { hostHasStoreScopes, hostPrototypes } from '../support/host.js'
import { wrap } from '../support/wrap.js'

// Where the host's own traces call a method of a channel, the shim calls the one that someone has put there.

const SCOPES = { skip: hostHasStoreScopes && 'the host traces by withScope' }
const NO_SCOPES = { skip: !hostHasStoreScopes && 'the host has no scopes' }

for (const [kind, Storage] of Object.entries({
  'a plain storage': AsyncLocalStorage<unknown>, 'one with a method of its own': OwnStorage
})) {
  t.test(`${kind}: runStores of a single channel`, SCOPES, async (t) => {
    const calls = new HostCalls(new Storage())
    wrap(calls.channel.start, 'runStores', () => calls.log.push('start.runStores'))
    wrap(calls.channel.asyncStart, 'runStores', () => calls.log.push('asyncStart.runStores'))
    const expected = {
      runStores: ['start.runStores', 'start entered', 'fn'],
      traceSync: ['start.runStores', 'start entered', 'fn', 'end entered'],
      tracePromise: ['start.runStores', 'start entered', 'fn', 'end entered', 'asyncStart entered', 'asyncEnd entered'],
      traceCallback: [
        'start.runStores', 'start entered', 'asyncStart.runStores',
        'asyncStart entered', 'fn', 'asyncEnd entered', 'end entered'
      ]
    }
    t.same(await calls.logOfAll(), expected, 'stock')
    using _installation = install()
    t.same(await calls.logOfAll(), expected, 'installed')
  })

  t.test(`${kind}: runStores of all channels`, SCOPES, async (t) => {
    const calls = new HostCalls(new Storage())
    const expected = {
      runStores: ['runStores', 'start entered', 'fn'],
      traceSync: ['runStores', 'start entered', 'fn', 'end entered'],
      tracePromise: ['runStores', 'start entered', 'fn', 'end entered', 'asyncStart entered', 'asyncEnd entered'],
      traceCallback: [
        'runStores', 'start entered', 'runStores', 'asyncStart entered', 'fn', 'asyncEnd entered', 'end entered'
      ]
    }
    {
      using _wrapper = wrap(hostPrototypes['ActiveChannel'], 'runStores', () => calls.log.push('runStores'))
      t.same(await calls.logOfAll(), expected, 'stock')
    }
    using _installation = install()
    using _wrapper = wrap(hostPrototypes['ActiveChannel'], 'runStores', () => calls.log.push('runStores'))
    t.same(await calls.logOfAll(), expected, 'installed')
  })

  t.test(`${kind}: BoundedChannel#withScope`, NO_SCOPES, async (t) => {
    const calls = new HostCalls(new Storage())
    const expected = {
      runStores: ['start entered', 'fn'],
      traceSync: ['withScope', 'start entered', 'fn', 'end entered'],
      tracePromise: [
        'withScope', 'start entered', 'fn', 'end entered', 'withScope', 'asyncStart entered', 'asyncEnd entered'
      ],
      traceCallback: [
        'withScope', 'start entered', 'withScope', 'asyncStart entered', 'fn', 'asyncEnd entered', 'end entered'
      ],
      withStoreScope: ['start entered', 'fn'],
      withScope: ['withScope', 'start entered', 'fn', 'end entered'],
      run: ['withScope', 'start entered', 'fn', 'end entered']
    }
    {
      using _wrapper = wrap(hostPrototypes['BoundedChannel'], 'withScope', () => calls.log.push('withScope'))
      t.same(await calls.logOfAll(), expected, 'stock')
    }
    using _installation = install()
    using _wrapper = wrap(hostPrototypes['BoundedChannel'], 'withScope', () => calls.log.push('withScope'))
    t.same(await calls.logOfAll(), expected, 'installed')
  })

  t.test(`${kind}: withStoreScope of a single channel, which only runStores calls`, NO_SCOPES, async (t) => {
    const calls = new HostCalls(new Storage())
    wrap(calls.channel.start, 'withStoreScope', () => calls.log.push('withStoreScope'))
    const expected = {
      runStores: ['withStoreScope', 'start entered', 'fn'],
      traceSync: ['start entered', 'fn', 'end entered'],
      tracePromise: ['start entered', 'fn', 'end entered', 'asyncStart entered', 'asyncEnd entered'],
      traceCallback: ['start entered', 'asyncStart entered', 'fn', 'asyncEnd entered', 'end entered'],
      withStoreScope: ['withStoreScope', 'start entered', 'fn'],
      withScope: ['start entered', 'fn', 'end entered'],
      run: ['start entered', 'fn', 'end entered']
    }
    t.same(await calls.logOfAll(), expected, 'stock')
    using _installation = install()
    t.same(await calls.logOfAll(), expected, 'installed')
  })

  t.test(
    `${kind}: runStores and withStoreScope of all channels, which traces by withScope do not call`,
    NO_SCOPES,
    async (t) => {
      const calls = new HostCalls(new Storage())
      const expected = {
        runStores: ['runStores', 'withStoreScope', 'start entered', 'fn'],
        traceSync: ['start entered', 'fn', 'end entered'],
        tracePromise: ['start entered', 'fn', 'end entered', 'asyncStart entered', 'asyncEnd entered'],
        traceCallback: ['start entered', 'asyncStart entered', 'fn', 'asyncEnd entered', 'end entered'],
        withStoreScope: ['withStoreScope', 'start entered', 'fn'],
        withScope: ['start entered', 'fn', 'end entered'],
        run: ['start entered', 'fn', 'end entered']
      }
      const wrapped = async (): Promise<Record<string, string[]>> => {
        using _runStores = wrap(hostPrototypes['ActiveChannel'], 'runStores', () => calls.log.push('runStores'))
        using _withStoreScope = wrap(hostPrototypes['ActiveChannel'], 'withStoreScope', () =>
          calls.log.push('withStoreScope'))
        return await calls.logOfAll()
      }
      t.same(await wrapped(), expected, 'stock')
      using _installation = install()
      t.same(await wrapped(), expected, 'installed')
    }
  )

  t.test(`${kind}: publish of a single channel`, async (t) => {
    const calls = new HostCalls(new Storage())
    for (const event of ['start', 'end', 'asyncStart', 'asyncEnd']) {
      wrap(calls.channel[event], 'publish', () => calls.log.push(`${event}.publish`))
    }
    const stock = await calls.logOfAll()
    t.same(stock['traceSync'], ['start.publish', 'start entered', 'fn', 'end.publish', 'end entered'])
    t.same(stock['tracePromise'], ['start.publish', 'start entered', 'fn', 'end.publish', 'end entered',
      'asyncStart.publish', 'asyncStart entered', 'asyncEnd.publish', 'asyncEnd entered'])
    using _installation = install()
    t.same(await calls.logOfAll(), stock)
  })
}
