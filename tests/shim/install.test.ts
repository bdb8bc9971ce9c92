import t from 'tap'
import diagnosticsChannel, { tracingChannel } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import { install } from 'tracescope'
import { hostPrototypes, replacedMethods } from '../support/host.js'

const replaced = (): string[] => replacedMethods
  .filter(([name, method]) => hostPrototypes[name][method] !== stock.get(`${name}.${method}`))
  .map((path) => path.join('.'))

const stock = new Map(replacedMethods.map(([name, method]) => [`${name}.${method}`, hostPrototypes[name][method]]))
const all = [...stock.keys()]

t.test('the methods that trace are replaced from install() to uninstall()', async (t) => {
  t.same(replaced(), [])
  const installation = install()
  t.same(replaced(), all)
  t.same(installation.uninstall(), [], 'nothing is left of them')
  t.same(replaced(), [])
})

t.test('installing twice gives the installation there is', async (t) => {
  const installation = install()
  const { traceSync } = hostPrototypes['TracingChannel']
  t.equal(install(), installation)
  t.equal(hostPrototypes['TracingChannel'].traceSync, traceSync, 'and replaces nothing again')
  installation.uninstall()
  t.same(replaced(), [], 'one uninstall() is enough')
})

t.test('uninstalling twice does not touch what was installed in between', async (t) => {
  const first = install()
  first.uninstall()
  const second = install()
  t.not(second, first)
  first.uninstall()
  t.same(replaced(), all)
  t.equal(install(), second)
  second.uninstall()
  t.same(replaced(), [])
})

t.test('disposing an installation uninstalls it', async (t) => {
  {
    using installation = install()
    t.equal(typeof installation.uninstall, 'function')
    t.same(replaced(), all)
  }
  t.same(replaced(), [])
})

t.test('a replaced method looks like the host\'s own', async (t) => {
  const shapeOf = ([name, method]: readonly [string, string]) => {
    const { value, ...attributes } = Object.getOwnPropertyDescriptor(hostPrototypes[name], method)!
    const names = Reflect.ownKeys(value).map(String).sort()
    return {
      method, ...attributes, name: value.name, length: value.length, names, kind: Object.prototype.toString.call(value)
    }
  }
  const before = replacedMethods.map(shapeOf)
  using _installation = install()
  t.same(replacedMethods.map(shapeOf), before)
  t.same(before.map(({ name }) => name), replacedMethods.map(([, method]) => method))
})

t.test('channels made before and after are reached, by whatever way the module was loaded', async (t) => {
  const before = tracingChannel('made-before')
  const stockSync = before.traceSync
  using _installation = install()
  const required = createRequire(import.meta.url)('diagnostics_channel')
  const imported = await import('node:diagnostics_channel')
  const builtin = process.getBuiltinModule('diagnostics_channel')
  const channels = [
    before, ...[diagnosticsChannel, required, imported, builtin].map((library) => library.tracingChannel('made-after'))
  ]
  t.same(channels.map(({ traceSync }) => traceSync === stockSync), [false, false, false, false, false])
  t.same(channels.map(({ traceSync }) => traceSync === hostPrototypes['TracingChannel'].traceSync), [
    true, true, true, true, true
  ])

  const plain = diagnosticsChannel.channel('made-before-and-active')
  plain.subscribe(() => {})
  t.equal(plain.runStores, hostPrototypes['ActiveChannel'].runStores)
  t.not(plain.runStores, stock.get('ActiveChannel.runStores'))
})
