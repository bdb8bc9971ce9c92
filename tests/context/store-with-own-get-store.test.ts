import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import t from 'tap'
import { contextBackend, install } from 'tracescope'
import { runKeepsOthers } from '../support/host.js'

// dd-trace's storage overrides `getStore` alone, and `getStore` may look at anything: it is called where the host calls
// it, with the same arguments, and sees there what it sees on the host.

class Storage extends AsyncLocalStorage<unknown> {
  readonly #seen: unknown[]
  readonly #others: ReadonlyArray<AsyncLocalStorage<unknown>>

  constructor(seen: unknown[], others: ReadonlyArray<AsyncLocalStorage<unknown>>) {
    super()
    this.#seen = seen
    this.#others = others
  }

  override getStore(...args: unknown[]): unknown {
    const value = (super.getStore as (...args: unknown[]) => unknown)(...args)
    this.#seen.push([args.length, value, ...this.#others.map((other) => other.getStore())])
    return value
  }
}

let count = 0

/** What the `getStore` of storages sees in calls on a channel of its own. */
function see(transform: boolean, disturb: boolean): unknown[] {
  const seen: unknown[] = []
  const first = new AsyncLocalStorage<unknown>()
  const last = new AsyncLocalStorage<unknown>()
  const storages = [first, new Storage(seen, [first, last]), last]
  const traced: any = tracingChannel(`own-get-store-${count++}`)
  for (const number of [[1], [0, 1, 2]]) {
    for (const i of number) {
      if (transform) traced.start.bindStore(storages[i]!, (message: unknown) =>
        `${String(message)} ${i} ${String(first.getStore())}`)
      else traced.start.bindStore(storages[i]!)
    }
    const call = (): void => {
      seen.push('called')
      if (disturb) first.enterWith('disturbed')
    }
    traced.start.runStores('message', call)
    last.run('outer', () => traced.start.runStores('message', call))
    traced.traceSync(call, { toString: () => 'context' })
    seen.push(first.getStore(), last.getStore())
    for (const i of number) traced.start.unbindStore(storages[i]!)
  }
  return seen.map((value) => JSON.stringify(value))
}

/** What `getStore` sees when its storage is entered without a channel, between two that anyone reads. */
function seeEntered(disturb: boolean): unknown[] {
  const seen: unknown[] = []
  const first = new AsyncLocalStorage<unknown>()
  const last = new AsyncLocalStorage<unknown>()
  const storage = new Storage(seen, [first, last])
  const inside = (...args: unknown[]): void => {
    seen.push(['inside', ...args, first.getStore(), last.getStore()])
    if (disturb) first.enterWith('disturbed')
  }
  const disable = (): void => {
    if (disturb) storage.disable()
  }
  const enterAll = (): void => {
    storage.run('run', inside, 1, 2)
    storage.run('run', () => {
      storage.run('run', inside, 'current')
      storage.run('nested', inside)
      disable()
    })
    storage.exit(inside, 3)
    if ('withScope' in storage) {
      const scope = storage.withScope('scope')
      const nested = storage.withScope('scope')
      inside()
      nested[Symbol.dispose]()
      disable()
      scope[Symbol.dispose]()
    }
    try {
      storage.run('throws', () => { throw new Error('failed') })
    } catch {}
    storage.run('around', () => {
      storage.enterWith('entered')
      inside()
      storage.enterWith('entered')
      first.run('first', inside)
    })
    storage.enterWith('left')
    storage.run('left', inside)
  }
  enterAll()
  last.run('outer', enterAll)
  seen.push(first.getStore(), last.getStore())
  storage.disable()
  return seen.map((value) => JSON.stringify(value))
}

/** A storage that is bound first without, then with a transform that reads a storage with a default value. */
function seeDefault(): unknown[] {
  const seen: unknown[] = []
  const storage = new (AsyncLocalStorage as any)({ defaultValue: 'default' }) as AsyncLocalStorage<unknown>
  const traced: any = tracingChannel(`default-${count++}`)
  traced.start.bindStore(storage)
  traced.start.bindStore(new AsyncLocalStorage<unknown>(), () => { seen.push(storage.getStore()) })
  traced.start.runStores('message', () => { seen.push(storage.getStore()) })
  seen.push(storage.getStore())
  return seen
}

const CASES = [false, true].flatMap((transform) => [false, true].map((disturb) => ({ transform, disturb })))
const expected = CASES.map(({ transform, disturb }) => see(transform, disturb))
const expectedEntered = [false, true].map(seeEntered)
const expectedDefault = seeDefault()

for (const storages of [false, true]) {
  t.test(
    `a storage that overrides getStore sees the calls of the host${storages ? ', with storages' : ''}`, async (t) => {
      using _shim = install({ storages })
      CASES.forEach(({ transform, disturb }, i) => {
        t.ok(expected[i]!.some((value) => String(value).startsWith('[')), 'the host asks it')
        t.same(
          see(transform, disturb),
          expected[i],
          `${transform ? 'with' : 'without'} transforms, ${disturb ? 'disturbed' : 'undisturbed'}`
        )
      })
      for (const [i, disturb] of [false, true].entries()) {
        t.ok(expectedEntered[i]!.some((value) => String(value).startsWith('[0,')), 'the host asks it')
        t.same(
          seeEntered(disturb),
          expectedEntered[i],
          `run, enterWith, exit and withScope, ${disturb ? 'disturbed' : 'undisturbed'}`
        )
      }
    }
  )
}

t.test('a default value is still there when a transform reads it', async (t) => {
  using _shim = install()
  t.same(seeDefault(), expectedDefault)
})

/** As dd-trace's storage is on hosts with frames. Writes down whether it is the host's own code that asks it. */
class DatadogStorage extends AsyncLocalStorage<unknown> {
  readonly askedBy: string[] = []

  override getStore(handle?: unknown): unknown {
    const [, , caller] = new Error().stack!.split('\n')
    this.askedBy.push(caller!.includes('node:') ? 'host' : 'tracescope')
    return handle ?? super.getStore()
  }
}

/** Who asks such a storage, for each way of entering it. */
function whoAsks(): Record<string, string[]> {
  const storage = new DatadogStorage()
  const traced: any = tracingChannel(`datadog-${count++}`)
  traced.start.bindStore(storage, (message: object) => ({ message }))
  const ways: Record<string, () => void> = {
    runStores: () => traced.start.runStores({}, () => {}),
    traceSync: () => traced.traceSync(() => {}, {}),
    run: () => storage.run('run', () => {}),
    'run with the current value': () => storage.run(undefined, () => {}),
    exit: () => storage.run('run', () => storage.exit(() => {})),
    withScope: () => storage.withScope?.('scope')[Symbol.dispose]()
  }
  return Object.fromEntries(Object.entries(ways).map(([name, enter]) => {
    storage.askedBy.length = 0
    enter()
    return [name, [...storage.askedBy]]
  }))
}

t.test('a storage that overrides getStore as dd-trace does takes one step', {
  skip: contextBackend !== 'frame' || !runKeepsOthers()
}, async (t) => {
  const stock = whoAsks()
  const { withScope } = stock
  const asked = (by: string): Record<string, string[]> =>
    ({
      runStores: [by], traceSync: [by], run: [by], 'run with the current value': [by], exit: [by, by],
      withScope: withScope!.map(() => by)
    })
  t.same(stock, asked('host'))
  using _shim = install({ storages: true })
  t.same(whoAsks(), asked('tracescope'))
})
