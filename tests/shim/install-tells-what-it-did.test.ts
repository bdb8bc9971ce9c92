import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, install, type Installation, type LeftToHost } from 'tracescope'
import { hostHasWithScope, hostPrototypes, isNode, replacedMethods, runKeepsOthers } from '../support/host.js'
import { runProgram } from '../support/run-program.js'
import { wrap } from '../support/wrap.js'

// The object that install() returns says whether the shim is on, and what was left to the host, and why.

const channelMethods = replacedMethods.map((path) => path.join('#')).sort()
const storageMethods = [
  'AsyncLocalStorage#run', 'AsyncLocalStorage#enterWith', ...hostHasWithScope ? ['AsyncLocalStorage#withScope'] : []
]
const understood = isNode && runKeepsOthers()
const isNode24 = isNode && !understood
const inOneStep = understood && contextBackend === 'frame'

const told = ({ active, behaviour, storages, contextBackend, left }: Installation) => ({
  active, behaviour, storages, contextBackend, left
})
const namesOf = (left: readonly LeftToHost[]): string[] => left.map(({ method }) => method)
const reasonsOf = (left: readonly LeftToHost[]): string[] => [...new Set(left.map(({ reason }) => reason))]

t.test('on a host that the shim understands it is active, and nothing is left', { skip: !understood }, async (t) => {
  using installation = install()
  t.same(told(installation), { active: true, behaviour: 'host', storages: false, contextBackend, left: [] })
})

t.test('on any other Node it is not, and each method is left with the reason', { skip: !isNode24 }, async (t) => {
  using installation = install({ storages: true })
  const { left } = installation
  t.match(told(installation), { active: false, behaviour: 'host', storages: false, contextBackend })
  t.same(namesOf(left).sort(), [...storageMethods, ...channelMethods].sort())
  t.match(reasonsOf(left), [/puts the whole context back.*24\.0/])
})

t.test('on Bun and Deno it is, but for storages, with the reason', { skip: isNode }, async (t) => {
  using installation = install({ storages: true })
  const { left } = installation
  t.match(told(installation), { active: true, behaviour: 'host', storages: false, contextBackend })
  t.same(namesOf(left).sort(), [...storageMethods].sort())
  t.match(reasonsOf(left), [/storages of this host/])
})

t.test('behaviour', async (t) => {
  using installation = install({ behaviour: 'node26' })
  t.match(told(installation), { active: true, behaviour: 'node26', left: [] })
  install({ behaviour: 'host' })
  t.equal(installation.behaviour, 'node26', 'it is not taken away again')
})

t.test('storages: whether they are replaced, and why not', { skip: !understood }, async (t) => {
  using installation = install()
  t.equal(installation.storages, false)
  install({ storages: true })
  t.equal(installation.storages, inOneStep)
  t.equal(installation.active, true)
  if (inOneStep) return t.same(installation.left, [])
  t.same(namesOf(installation.left), storageMethods)
  t.match(
    reasonsOf(installation.left), [contextBackend === 'portable' ? /public methods/ : /one step on this host already/]
  )
})

t.test('a method that someone has wrapped before', { skip: !understood }, async (t) => {
  using _wrapper = wrap(hostPrototypes['TracingChannel'], 'traceSync', () => {})
  using installation = install()
  t.equal(installation.active, true)
  t.match(
    installation.left,
    [{ method: 'TracingChannel#traceSync', reason: /^someone had put another method in its place before/ }]
  )
})

t.test('a method of storages that someone has wrapped before', { skip: !inOneStep }, async (t) => {
  using _wrapper = wrap(AsyncLocalStorage.prototype, 'run', () => {})
  using installation = install({ storages: true })
  t.match(told(installation), {
    active: true, storages: true, left: [{ method: 'AsyncLocalStorage#run', reason: /^someone had/ }]
  })
})

t.test('what is left can be kept, and changed by nobody', { skip: !isNode }, async (t) => {
  using _wrapper = wrap(hostPrototypes['TracingChannel'], 'traceSync', () => {})
  using installation = install()
  const { left } = installation
  t.ok(Object.isFrozen(left) && left.every((one) => Object.isFrozen(one)))
  t.equal(installation.left, left)
  t.not(left.length, 0)
})

t.test('after uninstall() it is not active', async (t) => {
  const installation = install({ storages: true, behaviour: 'node26' })
  installation.uninstall()
  t.same(told(installation), { active: false, behaviour: 'host', storages: false, contextBackend, left: [] })
})

const tellIn = (options: object, before?: string): any =>
  runProgram('what-was-left', [JSON.stringify(options), ...before === undefined ? [] : [before]])

t.test('classes that are frozen', { skip: !understood }, async (t) => {
  const { active, left } = tellIn({}, 'TracingChannel')
  t.equal(active, true)
  t.same(namesOf(left).sort(), channelMethods.filter((name) => name.startsWith('TracingChannel')))
  t.match(reasonsOf(left), [/^it is frozen/])
  if (inOneStep) t.match(tellIn({ storages: true }, 'AsyncLocalStorage'), {
    active: true, storages: false, left: storageMethods.map((method) => ({ method, reason: /^it is frozen/ }))
  })
})

t.test('storages that someone has patched before tracescope was loaded', { skip: !understood }, async (t) => {
  t.match(tellIn({}, 'wrapped'), {
    active: true, contextBackend: 'portable',
    left: [{ method: 'AsyncLocalStorage#enterWith', reason: /^someone .* and storages are left to the host$/ }]
  })
})

t.test('in a vm context', { skip: !isNode }, async (t) => {
  for (const behaviour of ['host', 'node26']) {
    const { active, left, ...others } = tellIn({ behaviour, storages: true }, 'realm')
    t.match(others, { behaviour: 'host', storages: false })
    t.equal(active, false)
    t.same(namesOf(left).sort(), [...storageMethods, ...channelMethods].sort())
    t.match(reasonsOf(left), [/another realm/])
  }
})
