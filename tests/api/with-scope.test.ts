import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import { RunScope, withScope } from 'tracescope'
import { hostHasWithScope, hostTakesDefaultForUndefined } from '../support/host.js'
import { compileUsing, hostHasDisposableStack, hostHasUsing } from '../support/using.js'

const hostHasDefaultValues = new AsyncLocalStorage({ defaultValue: 1 }).getStore() === 1
const NO_DEFAULT_VALUES = { skip: !hostHasDefaultValues && 'the host has no default values' }
const UNDEFINED_IS_NO_VALUE = {
  skip: NO_DEFAULT_VALUES.skip || hostTakesDefaultForUndefined && 'the host takes the default value for undefined'
}
const NO_WITH_SCOPE = { skip: !hostHasWithScope && 'the host has no withScope to compare with' }

t.test('the value is there from withScope() to dispose()', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const scope = withScope(storage, 'inside')
  t.ok(scope instanceof RunScope)
  t.equal(storage.getStore(), 'inside')
  t.equal(scope.dispose(), undefined)
  t.equal(storage.getStore(), undefined)
})

t.test('[Symbol.dispose]() does what dispose() does', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  storage.enterWith('outer')
  const scope = withScope(storage, 'inside')
  t.equal(storage.getStore(), 'inside')
  t.equal(scope[Symbol.dispose](), undefined)
  t.equal(storage.getStore(), 'outer')
})

t.test('any value can be entered, and any value is restored', async (t) => {
  const storage = new AsyncLocalStorage<unknown>()
  const values = [undefined, null, 0, '', false, NaN, Symbol('symbol'), {}, () => {}]
  for (const outer of values) {
    storage.enterWith(outer)
    for (const value of values) {
      const scope = withScope(storage, value)
      t.equal(Object.is(storage.getStore(), value), true)
      scope.dispose()
      t.equal(Object.is(storage.getStore(), outer), true)
    }
  }
})

t.test('a second dispose leaves a newer value alone', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const scope = withScope(storage, 'inside')
  scope.dispose()
  storage.enterWith('newer')
  scope.dispose()
  scope[Symbol.dispose]()
  t.equal(storage.getStore(), 'newer')
})

t.test('scopes nest, and those of different storages are independent', async (t) => {
  const [a, b] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<string>()]
  const values = () => [a.getStore(), b.getStore()]
  const outer = withScope(a, 'a1')
  const other = withScope(b, 'b1')
  const inner = withScope(a, 'a2')
  t.same(values(), ['a2', 'b1'])
  other.dispose()
  t.same(values(), ['a2', undefined])
  inner.dispose()
  t.same(values(), ['a1', undefined])
  outer.dispose()
  t.same(values(), [undefined, undefined])
})

t.test('disposed out of order, each restores what was there when it was opened', async (t) => {
  const storage = new AsyncLocalStorage<number>()
  storage.enterWith(0)
  const first = withScope(storage, 1)
  const second = withScope(storage, 2)
  first.dispose()
  t.equal(storage.getStore(), 0)
  second.dispose()
  t.equal(storage.getStore(), 1)
})

t.test('a default value is what is restored', NO_DEFAULT_VALUES, async (t) => {
  const storage = new AsyncLocalStorage<string | undefined>({ defaultValue: 'default' })
  const scope = withScope(storage, 'inside')
  t.equal(storage.getStore(), 'inside')
  scope.dispose()
  t.equal(storage.getStore(), 'default')
})

t.test('undefined is a value, and no default', UNDEFINED_IS_NO_VALUE, async (t) => {
  const storage = new AsyncLocalStorage<string | undefined>({ defaultValue: 'default' })
  const none = withScope(storage, undefined)
  t.equal(storage.getStore(), undefined)
  none.dispose()
  t.equal(storage.getStore(), 'default')
})

t.test('a storage that was disabled in between', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  storage.enterWith('outer')
  const scope = withScope(storage, 'inside')
  storage.disable()
  t.equal(storage.getStore(), undefined)
  scope.dispose()
  t.equal(storage.getStore(), 'outer')
})

t.test('by hand: dispose in a finally, past a throw', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  storage.enterWith('outer')
  const seen: unknown[] = []
  t.throws(() => {
    const scope = withScope(storage, 'inside')
    try {
      seen.push(storage.getStore())
      throw new Error('from within')
    } finally {
      scope.dispose()
      seen.push(storage.getStore())
    }
  }, { message: 'from within' })
  t.same(seen, ['inside', 'outer'])
})

t.test('with `using`, compiled for hosts without it', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  t.throws(() => {
    using _outer = withScope(storage, 'outer')
    {
      using _inner = withScope(storage, 'inner')
      seen.push(storage.getStore())
    }
    seen.push(storage.getStore())
    throw new Error('from within')
  }, { message: 'from within' })
  t.same([...seen, storage.getStore()], ['inner', 'outer', undefined])
})

t.test('with the host\'s own `using`', { skip: !hostHasUsing && 'the host has no `using`' }, async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const run = compileUsing('withScope', 'storage', 'look', `
    using outer = withScope(storage, 'outer')
    {
      using inner = withScope(storage, 'inner')
      look()
    }
    look()
    return storage.getStore()`)
  const seen: unknown[] = []
  t.equal(run(withScope, storage, () => seen.push(storage.getStore())), 'outer')
  t.same([...seen, storage.getStore()], ['inner', 'outer', undefined])
})

t.test('in a DisposableStack', { skip: !hostHasDisposableStack && 'the host has no DisposableStack' }, async (t) => {
  const [a, b] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<string>()]
  const stack = new DisposableStack()
  stack.use(withScope(a, 'a'))
  stack.use(withScope(b, 'b'))
  t.same([a.getStore(), b.getStore()], ['a', 'b'])
  stack.dispose()
  t.same([a.getStore(), b.getStore()], [undefined, undefined])
})

t.test('a subclass has its own methods called', async (t) => {
  const log: string[] = []
  class Own extends AsyncLocalStorage<string> {
    override getStore(): string { log.push('getStore'); return `own ${super.getStore()}` }
    override enterWith(value: string): void { log.push(`enterWith ${value}`); super.enterWith(value) }
  }
  withScope(new Own(), 'inside').dispose()
  t.same(log, ['getStore', 'enterWith inside', 'enterWith own undefined'])

  const own = { dispose() {}, [Symbol.dispose]() {} }
  class Scoping extends AsyncLocalStorage<string> {
    override withScope(value: string): any { log.push(`withScope ${value}`); return own }
  }
  t.equal(withScope(new Scoping(), 'inside'), own)
  t.same(log.slice(3), ['withScope inside'])
})

t.test('what was started in the scope keeps the value', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const started: Array<Promise<unknown>> = []
  {
    using _scope = withScope(storage, 'inside')
    started.push(
      new Promise((resolve) => setTimeout(() => resolve(storage.getStore()))),
      Promise.resolve().then(() => storage.getStore()),
      (async () => { await null; return storage.getStore() })()
    )
  }
  t.equal(storage.getStore(), undefined)
  t.same(await Promise.all(started), ['inside', 'inside', 'inside'])
})

t.test('what was bound before is as it was', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  storage.enterWith('before')
  const bound = AsyncLocalStorage.bind(() => storage.getStore())
  const snapshot = AsyncLocalStorage.snapshot()
  using _scope = withScope(storage, 'inside')
  t.same([bound(), snapshot(() => storage.getStore()), storage.getStore()], ['before', 'before', 'inside'])
})

t.test('opened in an async function, it ends with the function', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  const work = async (): Promise<void> => {
    await null
    using _scope = withScope(storage, 'inside')
    seen.push(storage.getStore())
    await null
    seen.push(storage.getStore())
  }
  await work()
  t.same([...seen, storage.getStore()], ['inside', 'inside', undefined])
})

t.test('opened before the first await, it leaks into the caller, as in Node', async (t) => {
  const storage = new AsyncLocalStorage<string>()
  const work = async (): Promise<void> => {
    using _scope = withScope(storage, 'inside')
    await null
  }
  const working = work()
  t.equal(storage.getStore(), 'inside')
  await working
  t.equal(storage.getStore(), 'inside')
})

t.test('all of it is what the host\'s own withScope does', NO_WITH_SCOPE, async (t) => {
  const histories = [
    withScope, (storage: AsyncLocalStorage<unknown>, value: unknown) => storage.withScope(value)
  ].map((open) => {
    const storage = new AsyncLocalStorage<unknown>({ defaultValue: 'default' })
    const history: unknown[] = []
    const look = (): void => { history.push(storage.getStore()) }
    const first = open(storage, 1)
    look()
    const second = open(storage, undefined)
    look()
    first.dispose()
    look()
    const third = open(storage, 3)
    storage.disable()
    look()
    third[Symbol.dispose]()
    look()
    second.dispose()
    look()
    second.dispose()
    storage.enterWith('newer')
    first[Symbol.dispose]()
    look()
    const { constructor } = Object.getPrototypeOf(first)
    return [...history, constructor.name, Object.keys(first), Reflect.ownKeys(constructor.prototype)]
  })
  t.same(histories[0], histories[1])
  t.same(histories[0]!.slice(0, 7), [1, undefined, 'default', 'default', 'default', 1, 'newer'])
})
