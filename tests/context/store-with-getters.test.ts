import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'tracescope'

// A store may do something when its methods are looked up: the trace that looks has begun to enter others by then.

let count = 0

function storageWith(enterWith: () => unknown): AsyncLocalStorage<any> {
  return Object.defineProperty(new AsyncLocalStorage(), 'enterWith', { get: enterWith })
}

/** A tracing channel with a store of its own around the given one. */
function tracedWith(store: AsyncLocalStorage<any>): { traced: any, plain: AsyncLocalStorage<any> } {
  const traced: any = tracingChannel(`store-with-getters-${count++}`)
  const plain = new AsyncLocalStorage<any>()
  traced.start.bindStore(plain)
  traced.start.bindStore(store)
  traced.start.bindStore(new AsyncLocalStorage())
  return { traced, plain }
}

t.test('what it throws reaches the caller, and traces around it go on', async (t) => {
  const failing = new Error('looked up')
  const inner = tracedWith(storageWith(() => { throw failing }))
  const outer = tracedWith(new AsyncLocalStorage())
  for (const round of [1, 2]) {
    outer.traced.traceSync(() => {
      t.throws(() => inner.traced.traceSync(() => t.fail('not called'), { inner: round }), failing)
      t.same(outer.plain.getStore(), { outer: round }, 'the trace around it has its value')
      t.equal(inner.plain.getStore(), undefined, 'a store before it has been left')
    }, { outer: round })
    t.equal(outer.plain.getStore(), undefined, 'the trace around it has been left')
  }
})

t.test('it may trace', async (t) => {
  const other = tracedWith(new AsyncLocalStorage())
  const seen: unknown[] = []
  const enterWith = AsyncLocalStorage.prototype.enterWith
  const { traced, plain } = tracedWith(storageWith(() => {
    other.traced.traceSync(() => seen.push(other.plain.getStore()), { from: 'getter' })
    return enterWith
  }))
  // What is learned of the stores in the first round holds in the others.
  for (const round of [1, 2, 3]) {
    seen.length = 0
    traced.traceSync(() => {
      t.same(plain.getStore(), { from: 'trace', round })
      t.equal(other.plain.getStore(), undefined)
    }, { from: 'trace', round })
    t.equal(plain.getStore(), undefined)
    t.ok(seen.length > 0)
  }
  t.strictSame(new Set(seen.map((value: any) => value.from)), new Set(['getter']))
})
