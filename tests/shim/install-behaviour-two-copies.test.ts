import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { tracingChannel } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import * as imported from 'tracescope'
import { hostHasStoreScopes, hostPrototypes } from '../support/host.js'
import { packageFolder } from '../support/run-program.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'

// The package twice in one process, and Node 26's behaviour asked of one of them.

type Copy = typeof imported

const required: Copy = createRequire(import.meta.url)('tracescope')
const file = pathToFileURL(join(packageFolder, 'dist/esm/index.js')).href
let loaded = 0
const load = (): Promise<Copy> => import(`${file}?copy=${loaded++}`)

const roots = { ...hostPrototypes, AsyncLocalStorage: AsyncLocalStorage.prototype, diagnosticsChannel }
const look = (): Snapshot => takeSnapshot(roots)
const stock = look()

/** What a trace enters and publishes, as far as Node 26 has it its own way. */
async function trace(made: any): Promise<unknown[]> {
  const log: unknown[] = []
  const [first, second] = [new AsyncLocalStorage<unknown>(), new AsyncLocalStorage<unknown>()]
  made.start.bindStore(first, () => { log.push('first'); return 'call' })
  made.start.bindStore(second, () => { log.push('second'); return first.getStore() })
  made.asyncStart.bindStore(first, () => 'continuation')
  for (const event of ['start', 'asyncStart']) made[event].subscribe(() =>
    log.push([event, first.getStore(), second.getStore()]))
  await made.tracePromise(async () => {}, {})
  return log
}

const NODE_26 = ['first', 'second', ['start', 'call', 'call'], ['asyncStart', 'continuation', 'call']]
let count = 0
const ofHost = () => tracingChannel(`behaviour-two-copies-${count++}`)

for (const [one, other] of [[imported, required], [required, imported]] as const) {
  t.test('one takes Node 26\'s behaviour on in the installation of the other', async (t) => {
    const installation = one.install()
    t.equal(other.install({ behaviour: 'node26' }), installation)
    t.same(await trace(ofHost()), NODE_26)
    t.equal(one.install({ behaviour: 'host' }), installation)
    t.same(await trace(ofHost()), NODE_26)
    other.install().uninstall()
    t.same(differences(stock, look()), [])
  })

  t.test('the API of the other does what it ever does', async (t) => {
    using _installation = one.install({ behaviour: 'node26' })
    for (const api of [one, other]) {
      t.same(await trace(api.tracingChannel(`behaviour-two-copies-${count++}`)), NODE_26)
      const storage = new AsyncLocalStorage<string>()
      const scope = api.withScope(storage, 'entered')
      t.equal(storage.getStore(), 'entered')
      scope.dispose()
      t.equal(storage.getStore(), undefined)
    }
  })
}

/** The methods that are not the host's own now. */
const replaced = (): string[] => differences(stock, look()).filter((line) => line.endsWith(' has another value'))

t.test('a copy that is loaded meanwhile knows the host as it is', async (t) => {
  const others = imported.install()
  const replacedByOthers = replaced()
  others.uninstall()
  t.not(replacedByOthers.length, 0)

  const installation = imported.install({ behaviour: 'node26' })
  const late = await load()
  t.same(await trace(late.tracingChannel(`behaviour-two-copies-${count++}`)), NODE_26)
  t.equal(late.install(), installation)
  installation.uninstall()
  const expected = await trace(ofHost())
  if (!hostHasStoreScopes) t.notSame(expected, NODE_26)

  const again = late.install()
  t.same(replaced(), replacedByOthers, 'it replaces what the others do')
  t.same(await trace(ofHost()), expected, 'with the host\'s own behaviour')
  late.install({ behaviour: 'node26' })
  t.same(await trace(ofHost()), NODE_26)
  again.uninstall()
  t.same(differences(stock, look()), [])
})
