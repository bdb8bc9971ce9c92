import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { channel, tracingChannel } from 'node:diagnostics_channel'
import { stat } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

// Scopes in all kinds of code that goes on later, in strict mode. Each program is at the bottom of a stack, as what an
// event or a timer calls. Prints what was warned of or thrown in each, as JSON: `node --expose-gc openings`.

const { boundedChannel, isolate, withScope }: typeof import('tracescope') = require('tracescope')

const storage = new AsyncLocalStorage<unknown>()
const other = new AsyncLocalStorage<unknown>()
const open = () => withScope(storage, 'value')

class Held {
  #scope: Disposable
  constructor() { this.#scope = open() }
  [Symbol.dispose](): void { this.#scope[Symbol.dispose]() }
}

/** What TypeScript makes of async functions for ES2015. */
const awaiter = (generator: any): Promise<void> => new Promise((resolve, reject) => {
  function fulfilled(value: unknown): void { try { step(generator.next(value)) } catch (error) { reject(error) } }
  function rejected(value: unknown): void { try { step(generator.throw(value)) } catch (error) { reject(error) } }
  function step(result: any): void {
    result.done ? resolve(result.value) : Promise.resolve(result.value).then(fulfilled, rejected)
  }
  step((generator = generator()).next())
})

/** Set by programs that wait for more than timers. */
let finished: Promise<unknown> | undefined

const inOrder: Record<string, () => unknown> = {
  async 'using'() {
    using _ = withScope(storage, 'value')
    await sleep(1)
  },

  async 'using, from a helper'() {
    using _ = open()
    await sleep(1)
  },

  async 'using, from a helper, after an await'() {
    await null
    using _ = open()
    await sleep(1)
  },

  async 'from a helper, in a finally'() {
    await null
    const scope = open()
    try {
      await sleep(1)
    } finally {
      scope.dispose()
    }
  },

  async 'held by an object'() {
    await null
    using _ = new Held()
    await sleep(1)
  },

  async 'in a stack that a helper fills'() {
    if (globalThis.DisposableStack === undefined) return
    await null
    using stack = new DisposableStack()
    const add = () => stack.use(open())
    add()
    await sleep(1)
  },

  async 'what is awaited rejects'() {
    await null
    using _ = open()
    await sleep(1).then(() => Promise.reject(new Error('rejected'))).catch(() => {})
    await Promise.reject(new Error('rejected')).catch(() => {})
  },

  'an async function for older hosts'() {
    awaiter(function* () {
      yield null
      const scope = open()
      try {
        yield sleep(1)
        yield Promise.reject(new Error('rejected'))
      } catch {
        yield sleep(1)
      } finally {
        scope.dispose()
      }
    })
  },

  'an async function for older hosts, and a callback of its own'() {
    awaiter(function* () {
      yield null
      const scope = withScope(storage, 'value')
      const { dispose } = scope
      yield sleep(1).then(() => Reflect.apply(dispose, scope, []))
    })
  },

  async 'in a generator, by a helper'() {
    function* steps() {
      using _ = open()
      yield 1
      yield 2
    }
    for (const _step of steps()) await sleep(1)
  },

  async 'two storages, in either order'() {
    await null
    const first = withScope(storage, 1)
    const second = withScope(other, 2)
    await sleep(1)
    first.dispose()
    second.dispose()
  },

  'with a disposer of its own'() {
    const scope = open()
    const { dispose } = scope
    const mine = function (this: Disposable) { Reflect.apply(dispose, this, []) }
    scope.dispose = mine
    if (scope.dispose !== mine) throw new Error('it has another')
    scope.dispose()
  },

  'an async tick'() {
    process.nextTick(async () => { using _ = open(); await sleep(1) })
  },

  'an async job'() {
    queueMicrotask(async () => { using _ = open(); await sleep(1) })
  },

  'an async timer'() {
    setTimeout(async () => { using _ = withScope(storage, 'value'); await sleep(1) }, 1)
  },

  'an async immediate'() {
    setImmediate(async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'an async callback of the host'() {
    finished = new Promise<void>((resolve) => stat('.', async () => {
      using _ = withScope(storage, 'value')
      await sleep(1)
      resolve()
    }))
  },

  'an async listener of the host'() {
    finished = new Promise((resolve) => {
      const server = createServer(async (socket) => {
        using _ = withScope(storage, 'value')
        await sleep(1)
        socket.end()
        server.close(resolve)
      }).listen(0, '127.0.0.1', () => connect((server.address() as AddressInfo).port, '127.0.0.1').resume())
    })
  },

  'bound to a resource'() {
    AsyncResource.bind(async () => { using _ = withScope(storage, 'value'); await sleep(1) })()
  },

  'in a snapshot'() {
    AsyncLocalStorage.snapshot()(async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'in a run of the storage'() {
    storage.run(1, async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'in an exit of the storage'() {
    storage.exit(async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'in runStores of a channel'() {
    const bound: any = channel('openings')
    bound.bindStore(storage)
    bound.runStores({}, async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'in run of a bounded channel'() {
    const bounded = boundedChannel<any>('openings')
    bounded.start.bindStore(storage)
    bounded.run({}, async () => { using _ = withScope(storage, 'value'); await sleep(1) })
  },

  'isolated by a helper'() {
    const start = (fn: () => unknown) => isolate(fn)
    start(async () => { using _ = open(); await sleep(1) })
  }
}

const misused: Record<string, () => unknown> = {
  async 'leaks after an await'() {
    await null
    await leak()
    async function leak() { using _ = withScope(storage, 'value'); await sleep(1) }
  },

  async 'leaks what a helper has opened'() {
    await null
    const opened = () => withScope(storage, 'value')
    await leak()
    async function leak() { using _ = opened(); await sleep(1) }
  },

  'leaks within a run'() {
    other.run(1, () => { void leak() })
    async function leak() { using _ = withScope(storage, 'value'); await sleep(1) }
  },

  'leaks in a generator'() {
    function* steps() { yield leak() }
    for (const _step of steps()) storage.getStore()
    async function leak() { using _ = withScope(storage, 'value'); await sleep(1) }
  },

  'leaks from an async function for older hosts'() {
    leak()
    function leak() {
      return awaiter(function* () {
        using _ = withScope(storage, 'value')
        yield sleep(1)
      })
    }
  },

  'leaks in a trace of the host'() {
    const traced = tracingChannel('openings:host')
    traced.start.subscribe(() => {})
    void traced.tracePromise(leak, {})
    async function leak() { using _ = withScope(storage, 'value'); await sleep(1) }
  },

  'disposed by a callback'() {
    const begin = () => withScope(storage, 'value')
    const scope = begin()
    const { dispose } = scope
    setTimeout(() => Reflect.apply(dispose, scope, []), 1)
  },

  async 'out of order after an await, by a helper'() {
    await null
    const opened = () => withScope(storage, 'value')
    const first = opened()
    const second = opened()
    const disposers = [first.dispose.bind(first), second.dispose.bind(second)]
    await sleep(1)
    for (const dispose of disposers) dispose()
  },

  'forgotten'() {
    const forget = () => { withScope(storage, 'value') }
    storage.run('outer', () => forget())
  },

  'forgotten, by a method of its own'() {
    const inherited: any = AsyncLocalStorage.prototype
    class Own extends AsyncLocalStorage<unknown> {}
    if (inherited.withScope) Object.assign(Own.prototype, {
      withScope(value: unknown) { return inherited.withScope.call(this, value) }
    })
    const forget = () => { withScope(new Own(), 'value') }
    storage.run('outer', () => forget())
  },

  async 'forgotten, and disposed later'() {
    const forget = () => withScope(storage, 'value')
    const scope = storage.run('outer', () => forget())
    // A timer may be due before the turn has ended, on a machine that is busy.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate)
    scope.dispose()
  },

  async 'forgotten after an await'() {
    await null
    withScope(storage, 'value')
  },

  async 'forgotten by a helper after an await'() {
    await null
    const opened = () => withScope(storage, 'value')
    opened()
  }
}

const kept: Disposable[] = []

/** Those that only the end of the process tells of. */
const leftOver: Record<string, () => unknown> = {
  async 'forgotten, but held'() {
    await null
    kept.push(withScope(storage, 'value'))
  }
}

let reports: string[] = []

function note(way: string, { code, message, stack }: any): void {
  const [, from = 'somewhere'] = /leaked from (\S+)\(\)/.exec(message) ?? []
  const [, at = 'no name'] = /at (?:async )?(?:Object\.)?(.*) \(/.exec(stack.split('\n')[1]) ?? []
  reports.push([way, code, ...code === 'TRACESCOPE_ESCAPED' ? [`from ${from}`] : [], `at ${at}`].join(' '))
}

process.on('warning', (warning: any) => { if (warning.name === 'TracescopeWarning') note('warned', warning) })
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: any) => { if (error.message !== 'rejected') note('thrown', error) })
}

async function run(program: () => unknown): Promise<string[]> {
  reports = []
  finished = undefined
  setImmediate(program)
  for (let i = 0; i < 6; i++) await sleep(1)
  await finished
  globalThis.gc!()
  await sleep(1)
  return reports
}

async function main(): Promise<void> {
  const outcomes: Record<string, string[]> = {}
  for (const [name, program] of Object.entries({ ...inOrder, ...misused, ...leftOver }))
    outcomes[name] = await run(program)
  reports = []
  process.on('exit', () =>
    process.stdout.write(JSON.stringify({ ...outcomes, 'at the end': reports, kept: kept.length })))
}

void main()
