import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import t from 'tap'
import { tracingChannel } from 'tracescope'
import { Heard } from '../support/heard.js'
import { runProgram } from '../support/run-program.js'

// A thenable gets a `then` of its own, by which its trace hears what the first consumer hears. What that means where it
// could go either way.

const SETTLED = ['asyncStart gave ok', 'asyncEnd gave ok']

/** A query: each `then` runs it. */
class Query {
  static runs = 0
  then(f?: ((value: string) => any) | null, g?: ((error: any) => any) | null): Promise<any> {
    Query.runs++
    return Promise.resolve('ok').then(f, g)
  }
}

t.test('the object is the same but for a then of its own, which does not show', async (t) => {
  for (const make of [() => new Query(), () => ({ then(done: (value: string) => void) { done('ok') } })]) {
    const heard = new Heard()
    const query = make()
    const keys = Object.keys(query)
    t.equal(heard.channel.trace(() => query), query)
    t.same(Object.keys(query), keys)
    t.same(Reflect.ownKeys(query), ['then'])
    t.equal(query.then.name, 'then')
    t.equal(await query, 'ok')
  }
})

t.test('the then of a class is stood in for by one function', async (t) => {
  const { channel } = new Heard()
  t.equal(channel.trace(() => new Query()).then, channel.tracePromise(() => new Query()).then)
})

t.test('the first consumer is heard, the others run what they run', async (t) => {
  const heard = new Heard()
  Query.runs = 0
  const query = heard.channel.trace(() => new Query())
  t.same(await Promise.all([query, query, query.then(String)]), ['ok', 'ok', 'ok'])
  t.equal(Query.runs, 3)
  t.same(heard.take(), ['start', 'end', ...SETTLED])
})

t.test('returned by two traces, it ends both, the inner one first', async (t) => {
  const lines: string[] = []
  const [inner, outer] = ['watched-inner', 'watched-outer'].map((name) => {
    const channel = tracingChannel<any>(name)
    channel.subscribe({ asyncEnd() { lines.push(name) } })
    return channel
  })
  t.equal(await outer!.trace(() => inner!.trace(() => new Query())), 'ok')
  t.same(lines, ['watched-inner', 'watched-outer'])
})

t.test('returned again by the same function, each call ends with the first consumer after it', async (t) => {
  const heard = new Heard()
  const query = new Query()
  heard.channel.trace(() => query)
  heard.channel.trace(() => query)
  await query
  t.same(heard.take(), ['start', 'end', 'start', 'end', ...SETTLED, ...SETTLED], 'each in the stores of its own trace')
  await query
  t.same(heard.take(), [])
  await heard.channel.trace(() => query)
  t.same(heard.take(), ['start', 'end', ...SETTLED])
})

t.test('what can\'t be changed is a value', async (t) => {
  for (const trace of ['trace', 'tracePromise', 'traceIterator'] as const) {
    const heard = new Heard()
    const query = Object.freeze(new Query())
    t.equal(heard.channel[trace](() => query), query)
    t.equal(heard.contexts[0].result, query)
    t.equal(await query, 'ok')
    t.same(heard.take(), ['start', 'end gave [object Object]'])
  }
})

t.test('a getter is read by the trace, and the consumer gets what that has read, once', async (t) => {
  const heard = new Heard()
  let reads = 0
  const lazy: any = Object.defineProperty({}, 'then', {
    configurable: true, get() { const read = ++reads; return (done: any) => done(read) }
  })
  heard.channel.trace(() => lazy)
  t.same([reads, await heard.channel.trace(() => lazy)], [1, 1])
  t.same(heard.take(), [
    'start', 'end', 'start', 'end', 'asyncStart gave 1', 'asyncEnd gave 1', 'asyncStart gave 1', 'asyncEnd gave 1'
  ])
  t.same([await lazy, await lazy], [2, 3])
  t.same(heard.take(), [])
})

t.test('a proxy that shows another then is left as it was', async (t) => {
  const { channel } = new Heard()
  for (const target of [new Query(), { then(done: any) { done('ok') } }]) {
    const before = Reflect.getOwnPropertyDescriptor(target, 'then')
    const proxy = new Proxy<any>(target, {
      get: (target, name) => typeof target[name] === 'function' ? target[name].bind(target) : target[name]
    })
    for (let call = 0; call < 3; call++) t.equal(await channel.trace(() => proxy), 'ok')
    t.same(Reflect.getOwnPropertyDescriptor(target, 'then'), before)
  }
})

t.test('given by each call and consumed by nobody, it is a value from the thousandth on', async (t) => {
  const heard = new Heard()
  const query = new Query()
  for (let call = 0; call < 1500; call++) heard.channel.trace(() => query)
  t.equal(heard.take().filter((line) => line === 'end gave [object Object]').length, 500)
  await query
  t.equal(heard.take().filter((line) => line.startsWith('asyncEnd')).length, 1000)
  heard.channel.trace(() => query)
  t.same(heard.take(), ['start', 'end'])
})

t.test('consumed in another context: subscribers see the stores of the trace, ' +
  'the consumer and the query those of the consumer', async (t) => {
  const heard = new Heard()
  const others = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  class Looking extends Query {
    override then(f?: ((value: string) => any) | null, g?: ((error: any) => any) | null): Promise<any> {
      seen.push(['then', heard.store.getStore(), others.getStore()])
      return super.then(f, g)
    }
  }
  heard.channel.asyncEnd.subscribe(() => { seen.push(['asyncEnd', heard.store.getStore(), others.getStore()]) })
  const query = others.run('call', () => heard.channel.trace(() => new Looking()))
  await others.run('consumer', () => query.then(() => { seen.push(['f', heard.store.getStore(), others.getStore()]) }))
  t.same(seen, [
    ['then', undefined, 'consumer'], ['asyncEnd', heard.contexts[0], 'consumer'], ['f', undefined, 'consumer']
  ])
  t.same(heard.take(), ['start', 'end', ...SETTLED])
})

t.test('stores bound to asyncStart are those of its subscribers, and not of the consumer', async (t) => {
  const heard = new Heard()
  const continuations = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  heard.channel.asyncStart.bindStore(continuations as any, () => 'continuation')
  heard.channel.asyncEnd.subscribe(() => { seen.push(continuations.getStore()) })
  await heard.channel.trace(() => new Query()).then(() => { seen.push(continuations.getStore()) })
  t.same(seen, ['continuation', undefined])
})

t.test('consumed by fn before it is returned, it is heard by the next consumer', async (t) => {
  const heard = new Heard()
  const query = heard.channel.trace(() => {
    const query = new Query()
    void query.then(() => {})
    return query
  })
  t.same(heard.take(), ['start', 'end'])
  await query
  t.same(heard.take(), SETTLED)
})

t.test('a stream or an iterator that is a thenable is a thenable', async (t) => {
  for (const make of [() => Readable.from(['a']), function* () { yield 'a' }]) {
    for (const method of ['trace', 'traceIterator'] as const) {
      const heard = new Heard()
      const both = heard.channel[method](() =>
        Object.assign(make(), { then(done: (value: string) => void) { done('ok') } }) as any)
      for await (const item of both) t.equal(item, 'a')
      t.same(heard.take(), ['start', 'end'])
      t.equal(await both, 'ok')
      t.same(heard.take(), SETTLED)
    }
  }
})

t.test('a then that calls back at once is heard at once', async (t) => {
  const heard = new Heard()
  heard.channel.trace(() => ({ then(done: any) { done('ok') } })).then((value: unknown) =>
    heard.lines.push(`consumer ${value}`))
  t.same(heard.take(), ['start', 'end', ...SETTLED, 'consumer ok'])
})

t.test('a native promise of a thenable is chained, and runs it as often as without a trace', async (t) => {
  const heard = new Heard()
  Query.runs = 0
  t.equal(await heard.channel.trace(async () => new Query()), 'ok')
  t.equal(Query.runs, 1)
  t.same(heard.take(), ['start', 'end', ...SETTLED])
})

t.test('reactions that the consumer leaves out are filled in with ones that pass the outcome on', async (t) => {
  const heard = new Heard()
  const given: unknown[] = []
  const asking = heard.channel.trace(() => ({
    then(...args: unknown[]) { given.push(...args.map((arg) => typeof arg)) }
  }))
  asking.then('first', undefined, 'third')
  t.same(given, ['function', 'function', 'string'])
})

t.test('what then returns, throws and is called on is as without a trace', async (t) => {
  const { channel } = new Heard()
  const failure = new Error('failure')
  const returned = {}
  const thenable: any = channel.trace(() => ({ then(this: unknown) { t.equal(this, thenable); return returned } }))
  t.equal(thenable.then(), returned)
  t.throws(() => (channel.trace(() => ({ then() { throw failure } })) as any).then(), failure)
  const other = { then: channel.trace(() => new Query()).then }
  t.equal(await other, 'ok', 'on another object too')
})

t.test('without subscribers it is left alone', async (t) => {
  const query = tracingChannel('watched-idle').trace(() => new Query())
  t.same(Reflect.ownKeys(query), [])
})

t.test('thenables that nobody consumes are collected, with the contexts of their traces', async (t) => {
  const { held, dropped, consumed } = runProgram('many-thenables', [], ['--expose-gc'])
  t.equal(held, 10_000)
  // Bun's collector takes what is on the stack for references.
  t.ok(dropped <= ('Bun' in globalThis ? 40 : 0), `${dropped} are left of those that were dropped`)
  t.ok(
    consumed <= ('Bun' in globalThis ? 40 : 0), `${consumed} contexts are left of those that were consumed and are kept`
  )
})
