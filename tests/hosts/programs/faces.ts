import { warnings } from './note-warnings.js'
import 'tracescope/register'
import { takeReports } from 'tracescope/strict'
import { boundedChannel, install, instrument, isolate, tracingChannel, withScope, withStoreScope } from 'tracescope'

// What each face of tracescope does on a host, in the words of the table in `docs/hosts.md`. Without imports of the
// host's: not every host has them.

type Module = 'node:diagnostics_channel' | 'node:async_hooks'

function hostModule(name: Module): any {
  try {
    return (globalThis as any).process.getBuiltinModule(name)
  } catch {
    return undefined
  }
}

const channels = hostModule('node:diagnostics_channel')
const AsyncLocalStorage = (globalThis as any).AsyncLocalStorage ?? hostModule('node:async_hooks')?.AsyncLocalStorage

/** Whether something can be done, and is undone when its scope is disposed. */
function scoped(open: () => Disposable, value: () => unknown): string {
  try {
    const before = value()
    const scope = open()
    const inside = value()
    scope[Symbol.dispose]()
    return inside === 'entered' && value() === before ? 'yes' : 'no'
  } catch (error: any) {
    const namesRun = error.code === 'ERR_METHOD_NOT_IMPLEMENTED' && /use \w+\.run/.test(error.message)
    return namesRun ? 'throws, and names `run`' : String(error)
  }
}

function traces(): string {
  const seen: string[] = []
  channels?.channel('tracing:faces:start').subscribe(({ id }: any) => { seen.push(`host ${id}`) })
  const traced = tracingChannel<{ id: number }>('faces')
  traced.subscribe({ start({ id }) { seen.push(`ours ${id}`) } })
  if (traced.traceSync((value: string) => value, { id: 1 }, undefined, 'given') !== 'given') return 'no'
  if (instrument('faces', (value: string) => value, { context: () => ({ id: 2 }) })('given') !== 'given') return 'no'
  if (seen.length === 0) return 'nobody hears'
  return seen.sort().join() === 'host 1,host 2,ours 1,ours 2' ? 'on the host’s channels' : seen.join()
}

function stores(): string {
  if (AsyncLocalStorage === undefined) return 'no storages'
  const storage = new AsyncLocalStorage()
  const traced = tracingChannel('faces-stores')
  traced.start.bindStore(storage, () => 'entered')
  return traced.traceSync(() => storage.getStore(), {}) === 'entered' && storage.getStore() === undefined ? 'yes' : 'no'
}

function scopes(): string {
  if (AsyncLocalStorage === undefined) return 'no storages'
  const storage = new AsyncLocalStorage()
  return scoped(() => withScope(storage, 'entered'), () => storage.getStore())
}

function storeScopes(): string {
  if (AsyncLocalStorage === undefined) return 'no storages'
  const storage = new AsyncLocalStorage()
  const bounded = boundedChannel('faces-bounded')
  bounded.start.bindStore(storage, () => 'entered')
  const ways = [() => withStoreScope(bounded.start, {}), () => bounded.withScope()]
    .map((open) => scoped(open, () => storage.getStore()))
  return ways[0] === ways[1] ? ways[0]! : ways.join(' / ')
}

function isolates(): string {
  if (AsyncLocalStorage === undefined) return 'no storages'
  const [entered, disabled] = [new AsyncLocalStorage(), new AsyncLocalStorage()]
  try {
    isolate(() => entered.enterWith('inner'))
    if (entered.getStore() !== undefined) return 'no'
  } catch {
    return 'nothing to take back'
  }
  return disabled.run('outer', () => {
    isolate(() => disabled.disable())
    return disabled.getStore() === 'outer' ? 'yes' : 'not what `disable()` did'
  })
}

function shim(): string {
  const { active } = install()
  if (active) return 'yes'
  const saysSo = warnings.some((text) => /tracescope\/register does nothing here/.test(text))
  return saysSo ? 'does nothing, and says so' : 'does nothing'
}

const saysThatItChecksNothing = (): boolean => warnings.some((text) => /tracescope\/strict checks nothing/.test(text))

async function strict(): Promise<string> {
  // A process warning comes some turns later.
  for (let turn = 0; turn < 50 && !saysThatItChecksNothing(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  if (saysThatItChecksNothing()) return 'checks nothing, and says so'
  tracingChannel('faces-strict').subscribe({ start() {} })
  tracingChannel('faces-strict').traceSync(async () => {}, {})
  return (await takeReports()).length > 0 ? 'yes' : 'no'
}

export async function faces(): Promise<Record<string, string>> {
  return {
    'traces, `instrument`': traces(),
    'stores of a trace': stores(),
    '`withScope`': scopes(),
    '`withStoreScope`, bounded scopes': storeScopes(),
    '`isolate`': isolates(),
    'shim': shim(),
    'strict mode': await strict()
  }
}
