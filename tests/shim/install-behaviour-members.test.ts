import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { install } from 'tracescope'
import { scopeShapes, type Shapes } from '../shapes/index.js'
import { hostHasStoreScopes, hostHasWithScope, hostPrototypes, replacedMethods } from '../support/host.js'
import { hostFlags } from '../support/run-program.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'

// What `install({ behaviour: 'node26' })` adds to a host looks as it does on stock Node 26.10, and is gone after
// uninstall(). `RECORD=1 node .build/tests/shim/install-behaviour-members.test.js` on that version writes down anew how
// it looks there.

const file = fileURLToPath(new URL('../../../tests/shapes/node-26.10.json', import.meta.url))
if (process.env['RECORD']) writeFileSync(file, `${JSON.stringify(scopeShapes(), null, 2)}\n`)
const recorded: Shapes = JSON.parse(readFileSync(file, 'utf8'))

/** Where ours look otherwise. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'active.withStoreScope().__proto__.constructor':
    'takes what was entered for it, one more argument; nobody else can call it',
  'bounded.withScope().__proto__.constructor': 'takes how to open a scope, one more argument; nobody else can call it'
}

const roots = { ...hostPrototypes, AsyncLocalStorage: AsyncLocalStorage.prototype, diagnosticsChannel, Promise }
const look = (): Snapshot => takeSnapshot(roots)
const changesSince = (before: Snapshot): string[] =>
  differences(before, look()).filter((line) => !/ can't be reached any more$| is new$/.test(line)).sort()

// On Bun more is replaced than for its own behaviour, tracing channels tell whether somebody listens, and channels with
// stores are kept.
const isBun = 'Bun' in globalThis
const replacedOnBun = [
  'ActiveChannel.runStores', 'Channel.bindStore', 'TracingChannel.traceCallback', 'TracingChannel.tracePromise',
  'TracingChannel.traceSync'
]

const added = [
  ...isBun ? ['TracingChannel'] : [],
  ...hostHasStoreScopes ? [] : ['Channel', 'ActiveChannel', 'diagnosticsChannel'],
  ...hostHasWithScope ? [] : ['AsyncLocalStorage']
]
const refusesLate = refusalActivates()

t.test('the recorded shapes are those of 26.10', {
  skip: !process.version.startsWith('v26.10.') || hostFlags.length > 0
}, async (t) => {
  t.same(scopeShapes(), recorded)
})

t.test('what is added looks as on 26.10', async (t) => {
  using _installation = install({ behaviour: 'node26' })
  const shapes = scopeShapes()
  t.same(Object.keys(shapes).sort(), Object.keys(recorded).sort())
  for (const [path, shape] of Object.entries(recorded)) {
    if (!(path in DIFFERENT)) t.equal(shapes[path], shape, path)
  }
})

t.test('it is added, methods are replaced, and nothing else is changed', async (t) => {
  const before = look()
  using _installation = install({ behaviour: 'node26' })
  t.same(changesSince(before), [
    ...added.map((path) => `${path} has other properties`),
    ...(isBun ? replacedOnBun : replacedMethods.map(([name, method]) => `${name}.${method}`)).map((path) =>
      `${path} has another value`),
    ...refusesLate ? ['Channel.subscribe has another value'] : []
  ].sort())
})

t.test('uninstall() leaves no trace', async (t) => {
  const before = look()
  const installation = install({ behaviour: 'node26', storages: true })
  t.notSame(differences(before, look()), [], 'something was installed')
  const traced = diagnosticsChannel.tracingChannel('behaviour-members')
  const listener = (): void => {}
  traced.start.subscribe(listener)
  traced.traceSync(() => {}, {})
  await traced.tracePromise(async () => {}, {})
  traced.start.unsubscribe(listener)
  installation.uninstall()
  t.same(differences(before, look()), [])
  t.equal('boundedChannel' in diagnosticsChannel, hostHasStoreScopes)
  t.equal('withScope' in AsyncLocalStorage.prototype, hostHasWithScope)
})

/** Whether an idle channel of this host becomes active by a subscriber that it refuses. */
function refusalActivates(): boolean {
  const probed = diagnosticsChannel.channel('behaviour-members.refused')
  try {
    probed.subscribe(undefined as never)
  } catch {}
  return probed.hasSubscribers
}
