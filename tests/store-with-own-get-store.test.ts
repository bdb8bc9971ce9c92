import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import t from 'tap'
import { install } from 'tracescope'

// dd-trace's storage overrides `getStore` alone, and `getStore` may look at anything: it is called where the host calls it, with
// the same arguments, and sees there what it sees on the host.

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
      if (transform) traced.start.bindStore(storages[i]!, (message: unknown) => `${String(message)} ${i} ${String(first.getStore())}`)
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
const expectedDefault = seeDefault()

t.test('a storage that overrides getStore sees the calls of the host', async (t) => {
  using _shim = install()
  CASES.forEach(({ transform, disturb }, i) => {
    t.ok(expected[i]!.some((value) => String(value).startsWith('[')), 'the host asks it')
    t.same(see(transform, disturb), expected[i], `${transform ? 'with' : 'without'} transforms, ${disturb ? 'disturbed' : 'undisturbed'}`)
  })
})

t.test('a default value is still there when a transform reads it', async (t) => {
  using _shim = install()
  t.same(seeDefault(), expectedDefault)
})
