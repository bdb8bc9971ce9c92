import { AsyncLocalStorage } from 'node:async_hooks'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { tracingChannel } from 'tracescope'
import { AgentStorage } from '../support/agent-storage.js'
import { Heard } from '../support/heard.js'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'
import { Transcript } from '../support/transcript.js'

// `traceIterator` traces an iteration from the call that gave the iterator to its end, in the stores of the trace. That
// an iterator which is abandoned is collected is in iterators-are-collected.

const STEP = ['next:start', 'next:end']
const ASYNC_STEP = [...STEP, 'next:asyncStart', 'next:asyncEnd']
const ENDED = ['asyncStart gave undefined', 'asyncEnd gave undefined']

/** What is read, and what is heard meanwhile. */
async function read(iterable: any, heard: Heard, until?: unknown): Promise<void> {
  for await (const item of iterable) {
    heard.lines.push(`read ${item} ${heard.store.getStore()}`)
    if (item === until) break
  }
}

t.test('a generator: its body and all events are in the stores of the trace, its reader is not', async (t) => {
  const heard = new Heard().withSteps()
  function* count(this: string, to: number): Generator<number, string> {
    heard.add(`body of ${this} begins`)
    for (let i = 1; i <= to; i++) yield i
    heard.add('body ends')
    return 'all'
  }
  const iterator = heard.channel.traceIterator(count, {}, 'self', 2)
  heard.lines.push('called')
  for (const item of iterator) heard.lines.push(`read ${item} ${heard.store.getStore()}`)
  t.same(heard.take(), [
    'start', 'end', 'called',
    'next:start', 'body of self begins', 'next:end', 'read 1 undefined', ...STEP, 'read 2 undefined',
    'next:start', 'body ends', 'next:end', 'asyncStart gave all', 'asyncEnd gave all'
  ])
  t.equal(heard.contexts[0].result, 'all')
  iterator.next()
  t.same(heard.take(), [], 'what comes after the end is not traced')
})

t.test('an async generator: also after an await', async (t) => {
  const heard = new Heard().withSteps()
  async function* count(): AsyncGenerator<number, string> {
    heard.add('body begins')
    yield 1
    await new Promise((resolve) => setImmediate(resolve))
    heard.add('body goes on')
    yield 2
    return 'all'
  }
  await read(heard.channel.traceIterator(count), heard)
  t.same(heard.take(), [
    'start', 'end',
    'next:start', 'body begins', 'next:end', 'next:asyncStart', 'next:asyncEnd', 'read 1 undefined',
    ...STEP, 'body goes on', 'next:asyncStart', 'next:asyncEnd', 'read 2 undefined',
    ...ASYNC_STEP, 'asyncStart gave all', 'asyncEnd gave all'
  ])
})

t.test('a Readable, which gives iterators', async (t) => {
  const heard = new Heard().withSteps()
  const stream = Readable.from(['a', 'b'])
  t.equal(heard.channel.traceIterator(() => stream), stream)
  await read(stream, heard)
  t.same(heard.take(), [
    'start', 'end', ...ASYNC_STEP, 'read a undefined', ...ASYNC_STEP, 'read b undefined', ...ASYNC_STEP, ...ENDED
  ])
})

t.test('a Readable that is left early is destroyed, and one that fails ends the operation', async (t) => {
  const heard = new Heard()
  const left = heard.channel.traceIterator(() => Readable.from(['a', 'b']))
  await read(left, heard, 'a')
  t.equal(left.destroyed, true)
  t.same(heard.take(), ['start', 'end', 'read a undefined', ...ENDED])
  const failing = heard.channel.traceIterator(() => new Readable({ read() { this.destroy(new Error('broken')) } }))
  await t.rejects(read(failing, heard), { message: 'broken' })
  t.same(heard.take(), ['start', 'end', 'error failed: broken', 'asyncStart failed: broken', 'asyncEnd failed: broken'])
})

t.test('a stream made of a traced generator, and one that is piped', async (t) => {
  const heard = new Heard()
  await read(Readable.from(heard.channel.traceIterator(function* () { yield 'a' })), heard)
  t.same(
    heard.take(),
    ['start', 'end', ...ENDED, 'read a undefined'].sort(byFirst(['start', 'end', 'read a undefined', ...ENDED]))
  )
  await pipeline(heard.channel.traceIterator(() => Readable.from(['a'])), new PassThrough().resume())
  t.same(heard.take(), ['start', 'end', ...ENDED], 'nobody iterates there')
})

function byFirst(order: readonly string[]): (a: string, b: string) => number {
  return (a, b) => order.indexOf(a) - order.indexOf(b)
}

t.test('an iterator with nothing but next', async (t) => {
  for (const isAsync of [false, true]) {
    const heard = new Heard().withSteps()
    let i = 0
    const bare = {
      next(step: number): any {
        const result = { value: i += step, done: i > 2 }
        return isAsync ? Promise.resolve(result) : result
      }
    }
    const iterator = heard.channel.traceIterator(() => bare)
    t.equal(iterator, bare)
    t.same(await iterator.next(1), { value: 1, done: false })
    t.same(await iterator.next(2), { value: 3, done: true })
    const step = isAsync ? ASYNC_STEP : STEP
    t.same(heard.take(), ['start', 'end', ...step, ...step, 'asyncStart gave 3', 'asyncEnd gave 3'])
    t.same(Object.keys(iterator), ['next'])
  }
})

t.test('early exit', async (t) => {
  const heard = new Heard().withSteps()
  function* endless(): Generator<number, void> {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      heard.add('cleanup')
    }
  }
  for (const item of heard.channel.traceIterator(endless)) if (item === 1) break
  t.same(heard.take(), ['start', 'end', ...STEP, ...STEP, 'return:start', 'cleanup', 'return:end', ...ENDED])

  await read(heard.channel.traceIterator(async function* () { yield* endless() }), heard, 0)
  t.same(heard.take(), [
    'start', 'end', ...ASYNC_STEP, 'read 0 undefined', 'return:start',
    'return:end', 'cleanup', 'return:asyncStart', 'return:asyncEnd', ...ENDED
  ])

  const [first] = heard.channel.traceIterator(endless)
  t.equal(first, 0)
  t.same(heard.take().slice(-2), ENDED, 'by destructuring')

  const iterator = heard.channel.traceIterator(endless)
  t.same(iterator.return('given' as never), { value: 'given', done: true })
  t.same(
    heard.take(),
    ['start', 'end', 'return:start', 'return:end', 'asyncStart gave given', 'asyncEnd gave given'],
    'before the first step'
  )
})

t.test('a return that gives no result ends the operation, one that gives another item does not', async (t) => {
  const heard = new Heard()
  for (const value of [undefined, {}, Promise.resolve()]) {
    const iterator: any = heard.channel.traceIterator(() => ({ next: () => ({ value: 1 }), return: () => value }))
    await iterator.return()
    t.same(heard.take(), ['start', 'end', ...ENDED])
  }
  const iterator = heard.channel.traceIterator(function* () { try { yield 1 } finally { yield 2 } })
  iterator.next()
  t.same(iterator.return(undefined as never), { value: 2, done: false })
  t.same(heard.take(), ['start', 'end'])
  iterator.next()
  t.same(heard.take(), ENDED)
})

t.test('an iterator that is abandoned without return: no end, nothing after the last step', async (t) => {
  const heard = new Heard().withSteps()
  function* count(): Generator<number, void> {
    heard.add('body')
    yield 1
    heard.add('never')
  }
  async function* countLater(): AsyncGenerator<number, void> { yield* count() }
  const begun: ReadonlyArray<readonly [name: string, fn: () => any, steps: readonly string[]]> = [
    ['a generator', count, ['next:start', 'body', 'next:end']],
    ['an async generator', countLater, ['next:start', 'body', 'next:end', 'next:asyncStart', 'next:asyncEnd']],
    ['a Readable', () => Readable.from([1, 2]), ASYNC_STEP],
    ['nothing but next', () => ({ next: () => ({ value: 1, done: false }) }), STEP]
  ]
  for (const [name, fn, steps] of begun) {
    const given: any = heard.channel.traceIterator(fn)
    const iterator = given.next ? given : given[Symbol.asyncIterator]()
    t.same(await iterator.next(), { value: 1, done: false }, name)
    await new Promise((resolve) => setTimeout(resolve, 2))
    t.same(heard.take(), ['start', 'end', ...steps], name)
    t.equal('result' in heard.contexts.at(-1), false, name)
    t.equal(heard.store.getStore(), undefined, name)
  }
})

t.test('throw ends the operation unless the generator catches it', async (t) => {
  const heard = new Heard().withSteps()
  const failure = new Error('given')
  const sync = heard.channel.traceIterator(function* () {
    try {
      yield 1
    } catch (error) {
      heard.add(`caught ${(error as Error).message}`)
      yield 2
    }
  })
  sync.next()
  t.same(sync.throw(failure), { value: 2, done: false })
  t.same(heard.take(), ['start', 'end', ...STEP, 'throw:start', 'caught given', 'throw:end'])
  t.throws(() => sync.throw(failure), failure)
  const failed = ['error failed: given', 'asyncStart failed: given', 'asyncEnd failed: given']
  t.same(heard.take(), ['throw:start', 'throw:error', 'throw:end', ...failed])

  const async = heard.channel.traceIterator(async function* () { yield 1 })
  await async.next()
  await t.rejects(async.throw(failure), failure)
  t.same(heard.take(), [
    'start', 'end', ...ASYNC_STEP, 'throw:start', 'throw:end', 'throw:error', 'throw:asyncStart', 'throw:asyncEnd',
    ...failed
  ])
})

t.test('a step that fails ends the operation', async (t) => {
  const heard = new Heard()
  const failure = new Error('failure')
  const failed = ['start', 'end', 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure']
  t.throws(() => [...heard.channel.traceIterator(function* () { throw failure })], failure)
  t.same(heard.take(), failed)
  await t.rejects(heard.channel.traceIterator(async function* () { throw failure }).next(), failure)
  t.same(heard.take(), failed)
  // The reader of the result fails here, not the step.
  const getter = heard.channel.traceIterator(() => ({ next: () => ({ get done(): boolean { throw failure } }) }))
  t.throws(() => getter.next().done, failure)
  t.same(heard.take(), failed)
})

t.test('a call that fails: no iteration', async (t) => {
  const heard = new Heard()
  const failure = new Error('failure')
  t.throws(() => heard.channel.traceIterator(() => { throw failure }), failure)
  t.same(heard.take(), ['start', 'error failed: failure', 'end failed: failure'])
  await t.rejects(heard.channel.traceIterator(async () => { throw failure }), failure)
  t.same(heard.take(), [
    'start', 'end', 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure'
  ])
})

t.test('the end is published once, however many steps are under way', async (t) => {
  const heard = new Heard()
  const iterator = heard.channel.traceIterator(async function* () { yield 1 })
  await Promise.all([
    iterator.next(), iterator.next(), iterator.next(), iterator.return(undefined),
    iterator.throw(new Error('late')).catch(() => {})
  ])
  t.same(heard.take(), ['start', 'end', ...ENDED])

  const stream = heard.channel.traceIterator(() => new PassThrough())
  const [first, second] = [stream[Symbol.asyncIterator](), stream[Symbol.asyncIterator]()]
  await Promise.all([first.return!(), second.return!()])
  t.same(heard.take(), ['start', 'end', ...ENDED], 'and however many iterators')
})

t.test('the then of a thenable step is called by its consumer alone, whoever listens', async (t) => {
  const failure = new Error('failure')
  for (const fails of [false, true]) {
    for (const heard of [new Heard(), new Heard().withSteps()]) {
      const hasSteps = heard.steps.hasSubscribers
      let calls = 0
      const step: any = {
        then(resolve: (value: unknown) => void, reject: (error: unknown) => void) {
          calls++
          if (fails) reject(failure)
          else resolve({ done: true, value: 'result' })
        }
      }
      const iterator = heard.channel.traceIterator(() => ({ next: () => step }))
      heard.take()
      t.equal(iterator.next(), step)
      t.equal(calls, 0)
      t.same(heard.take(), hasSteps ? ['next:start', 'next:end'] : [])
      if (fails) await t.rejects(Promise.resolve(step), failure)
      else t.same(await step, { done: true, value: 'result' })
      t.equal(calls, 1)
      // The steps' events first, in the context of the consumer; those of the iteration in the stores of the trace.
      t.same(heard.take(), [
        ...hasSteps ? [...fails ? ['next:error'] : [], 'next:asyncStart', 'next:asyncEnd'].map((event) =>
          `${event}, in other stores`) : [],
        ...fails
          ? ['error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure']
          : ['asyncStart gave result', 'asyncEnd gave result']
      ])
    }
  }
})

t.test('a step whose then fails, fails when it is consumed', async (t) => {
  for (const heard of [new Heard(), new Heard().withSteps()]) {
    const failure = new Error('failure')
    const iterator = heard.channel.traceIterator(() => ({ next: (): any => ({ then() { throw failure } }) }))
    const step = iterator.next()
    heard.take()
    t.throws(() => step.then(), failure)
    t.same(heard.take(), [
      ...heard.steps.hasSubscribers
        ? ['next:error', 'next:asyncStart', 'next:asyncEnd'].map((event) => `${event}, in other stores`)
        : [],
      'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure'
    ])
  }
})

t.test('a step within a step that the generator refuses or catches ends nothing', async (t) => {
  const heard = new Heard().withSteps()
  const busy: Generator = heard.channel.traceIterator(function* () {
    t.throws(() => busy.next(), TypeError)
    yield 1
    return 'all'
  })
  t.same([...busy], [1])
  const [step, refused] = [STEP, ['next:start', 'next:start', 'next:error', 'next:end', 'next:end']]
  t.same(heard.take(), ['start', 'end', ...refused, ...step, 'asyncStart gave all', 'asyncEnd gave all'])

  const failing: Generator = heard.channel.traceIterator(function* () { failing.next() })
  t.throws(() => failing.next(), TypeError)
  const events = heard.take().filter((line) => !line.startsWith('next')).map((line) =>
    line.replace(/ failed: .+/, ' failed'))
  t.same(events, ['start', 'end', 'error failed', 'asyncStart failed', 'asyncEnd failed'])
})

t.test('a promise of an iterator', async (t) => {
  const heard = new Heard().withSteps()
  const iterator = (): Generator<number, void> => function* () { heard.add('body'); yield 1 }()
  const thenable = (value: unknown) => ({ then(resolve: (value: unknown) => void) { resolve(value) } })
  for (const fn of [
    async () => iterator(), () => thenable(iterator()), async () => { await null; return iterator() }
  ]) {
    const given: any = await heard.channel.traceIterator<unknown, [], unknown>(fn)
    t.same([...given], [1])
    t.same(heard.take(), ['start', 'end', 'next:start', 'body', 'next:end', ...STEP, ...ENDED])
  }
})

t.test('what gives no iterator is treated as by trace', async (t) => {
  const heard = new Heard()
  for (const value of [5, null, undefined, 'text', [1], new Map()]) t.equal(
    heard.channel.traceIterator(() => value), value
  )
  t.equal(heard.take().length, 12)
  t.equal(await heard.channel.traceIterator(async () => 5), 5)
  t.same(heard.take(), ['start', 'end', 'asyncStart gave 5', 'asyncEnd gave 5'])
})

t.test('yield*, spread, Array.from and the host\'s iterator helpers', async (t) => {
  const heard = new Heard()
  const items = (): Generator<number> => heard.channel.traceIterator(function* () { yield 1; yield 2 })
  const uses: Record<string, (iterator: any) => unknown> = {
    'yield*': (iterator) => [...function* () { yield* iterator }()],
    spread: (iterator) => [...iterator],
    'Array.from': (iterator) => Array.from(iterator),
    'new Set': (iterator) => [...new Set(iterator)],
    ...'Iterator' in globalThis && {
      toArray: (iterator) => iterator.toArray(), map: (iterator) => iterator.map((item: number) => item).toArray()
    }
  }
  for (const [name, use] of Object.entries(uses)) {
    t.same(use(items()), [1, 2], name)
    t.same(heard.take(), ['start', 'end', ...ENDED], name)
  }
  if (!('Iterator' in globalThis)) return
  t.same((items() as any).take(1).toArray(), [1])
  t.same(heard.take(), ['start', 'end', ...ENDED], 'a helper that leaves early')
})

t.test('steps keep what else is in the context of their caller', async (t) => {
  const heard = new Heard()
  const ambient = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  const iterator = ambient.run('of the call', () => heard.channel.traceIterator(function* () {
    for (;;) {
      seen.push([ambient.getStore(), heard.store.getStore() === heard.contexts[0]])
      yield
    }
  }))
  iterator.next()
  ambient.run('of the step', () => iterator.next())
  heard.store.run('other', () => {
    iterator.next()
    t.equal(heard.store.getStore(), 'other')
  })
  t.same(seen, [[undefined, true], ['of the step', true], [undefined, true]])
})

t.test('transforms run once, and stores with methods of their own are entered by those', async (t) => {
  const heard = new Heard()
  const agents = new AgentStorage(new Transcript())
  let transforms = 0
  heard.channel.start.bindStore(agents as never, () => `span ${++transforms}`)
  t.same([...heard.channel.traceIterator(function* () { yield agents.value; yield agents.value })], [
    'span 1', 'span 1'
  ])
  t.equal(agents.value, undefined)
  t.same(heard.take(), ['start', 'end', ...ENDED])
})

t.test('the object stays what it is', async (t) => {
  const heard = new Heard()
  class Cursor {
    #left = 1
    next() { return { value: this.#left, done: this.#left-- === 0 } }
    [Symbol.iterator]() { return this }
    close() { return 'closed' }
  }
  const cursor = new Cursor()
  const traced = heard.channel.traceIterator(() => cursor)
  t.equal(traced, cursor)
  t.ok(traced instanceof Cursor)
  t.equal(traced.close(), 'closed')
  t.same(Object.keys(traced), [])
  t.same([...traced], [1])
  t.same(heard.take(), ['start', 'end', 'asyncStart gave 0', 'asyncEnd gave 0'])
})

t.test('an object with a next of its own meaning, which gives iterators', async (t) => {
  const heard = new Heard()
  const items = ['a', 'b']
  const cursor = {
    next: async () => items.shift() ?? null,
    async *[Symbol.asyncIterator]() {
      for (let item = await this.next(); item !== null; item = await this.next()) yield item
    }
  }
  const traced = heard.channel.traceIterator(() => cursor)
  t.equal(await traced.next(), 'a')
  await read(traced, heard)
  t.same(heard.take(), ['start', 'end', 'read b undefined', ...ENDED])
})

t.test('an object with a next of its own meaning: once it gives others, its own methods are no steps', async (t) => {
  class Cursor {
    items = [{ name: 'a', done: false }, { name: 'b', done: true }, { name: 'c', done: false }]
    next() { return this.items.shift() ?? null }
    *all() { for (let item = this.next(); item !== null; item = this.next()) yield item.name }
  }
  class AsyncCursor extends Cursor { async *[Symbol.asyncIterator]() { yield* this.all() } }
  class SyncCursor extends Cursor { [Symbol.iterator]() { return this.all() } }
  for (const method of ['trace', 'traceIterator'] as const) {
    for (const [Given, step] of [[AsyncCursor, ASYNC_STEP], [SyncCursor, STEP]] as const) {
      const heard = new Heard().withSteps()
      const other = new Heard()
      const cursor: any = other.channel[method](() => heard.channel[method](() => new Given()))
      await read(cursor, heard)
      t.same(heard.take(), [
        'start', 'end', ...step, 'read a undefined', ...step,
        'read b undefined', ...step, 'read c undefined', ...step, ...ENDED
      ])
      t.same(other.take(), ['start', 'end', ...ENDED])
    }
  }
})

t.test('an iterator whose next can\'t be replaced is a value: its other steps are left alone', async (t) => {
  for (const method of ['trace', 'traceIterator'] as const) {
    const heard = new Heard()
    const fixed = Object.defineProperty({
      return: () => ({ done: true, value: 'returned' }),
      [Symbol.iterator]() { return this }
    }, 'next', { value: () => ({ done: false, value: 1 }) }) as unknown as Generator
    const before = Object.getOwnPropertyDescriptors(fixed)
    t.equal(heard.channel[method](() => fixed), fixed)
    t.same(Object.getOwnPropertyDescriptors(fixed), before)
    for (const _ of fixed) break
    t.same(heard.take(), ['start', 'end gave [object Object]'])
  }
})

t.test('an iterator that is given twice is followed once', async (t) => {
  const heard = new Heard().withSteps()
  const iterator = [1].values()
  for (let i = 0; i < 3; i++) heard.channel.traceIterator(() => iterator)
  t.same(heard.take(), [
    'start', 'end', 'start', 'end gave [object Array Iterator]', 'start', 'end gave [object Array Iterator]'
  ])
  iterator.next()
  t.same(heard.take(), STEP)
})

t.test('an object that is given again when its iteration is over begins another', async (t) => {
  for (const method of ['trace', 'traceIterator'] as const) {
    const heard = new Heard().withSteps()
    const rows = {
      left: 0,
      next() { return { value: this.left, done: this.left-- === 0 } },
      *[Symbol.iterator]() { yield 'row' }
    }
    const next = { next: rows.next, left: 0, [Symbol.iterator]() { return this } }
    for (const given of [rows, next] as any[]) {
      const methods = new Set()
      for (let i = 0; i < 3; i++) {
        given.left = 1
        t.equal(heard.channel[method](() => given), given)
        t.same([...given].length, 1)
        t.same(heard.take(), [
          'start', 'end', ...STEP, ...STEP, ...given === rows ? ENDED : ['asyncStart gave 0', 'asyncEnd gave 0']
        ])
        for (const name of ['next', Symbol.iterator]) methods.add(given[name])
      }
      t.equal(methods.size, 2, 'by the methods that it has already')
    }
  }
})

t.test('what is left of an earlier iteration is no step of a later one', async (t) => {
  const heard = new Heard()
  const rows = { async *[Symbol.asyncIterator]() { yield 'a'; yield 'b' } }
  const given = heard.channel.traceIterator(() => rows)
  const [first, second] = [given[Symbol.asyncIterator](), given[Symbol.asyncIterator]()]
  await first.next()
  await second.return(undefined)
  t.same(heard.take(), ['start', 'end', ...ENDED])
  heard.channel.traceIterator(() => rows)
  await first.return(undefined)
  t.same(heard.take(), ['start', 'end'])
  await read(rows, heard)
  t.same(heard.take(), ['read a undefined', 'read b undefined', ...ENDED])
})

t.test('an iterator that an object gives twice is followed once', async (t) => {
  const heard = new Heard().withSteps()
  const inner = [1].values()
  const outer = heard.channel.traceIterator(() => ({ next() {}, [Symbol.iterator]: () => inner }))
  t.equal(outer[Symbol.iterator](), outer[Symbol.iterator]())
  t.same([...outer], [1])
  t.same(heard.take(), ['start', 'end', ...STEP, ...STEP, ...ENDED])
})

t.test('a thenable that gives one iterator twice has the operation go on', async (t) => {
  const heard = new Heard()
  const iterator = [1].values()
  heard.channel
    .traceIterator(() => ({ then(resolve: (value: unknown) => void) { resolve(iterator); resolve(iterator) } }))
    .then(() => {})
  t.same(heard.take(), ['start', 'end'])
  t.same([...iterator], [1])
  t.same(heard.take(), ENDED)
})

t.test('by two channels an iterator is followed twice', async (t) => {
  const [inner, outer] = [new Heard(), new Heard()]
  const iterator = outer.channel.traceIterator(() => inner.channel.traceIterator(function* () { yield 1 }))
  t.same([...iterator], [1])
  for (const heard of [inner, outer]) t.same(heard.take(), ['start', 'end', ...ENDED])
})

t.test('without subscribers the iterator is left alone', async (t) => {
  const idle = tracingChannel('trace-iterator-idle')
  for (const method of ['trace', 'traceIterator'] as const) {
    const iterator = idle[method](function* () { yield 1 })
    t.same(Reflect.ownKeys(iterator), [])
    t.same([...iterator], [1])
  }
})

t.test('who subscribes to the channels alone, of which no name is known, hears no steps', async (t) => {
  const { start, end, asyncStart, asyncEnd, error } = tracingChannel('trace-iterator-parts')
  const mixed = tracingChannel<any>({ start: end, end: start, asyncStart, asyncEnd, error })
  const heard: string[] = []
  mixed.subscribe({
    start: () => { heard.push('start') }, end: () => { heard.push('end') }, asyncEnd: () => { heard.push('asyncEnd') }
  })
  t.same([...mixed.traceIterator(function* () { yield 1 })], [1])
  t.same(heard, ['start', 'end', 'asyncEnd'])
})

t.test('a rejection that nobody handles is reported once', async (t) => {
  const heard = new Heard()
  const reported: unknown[] = []
  const listeners = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (error) => { reported.push(error) })
  const failure = new Error('failure')
  void heard.channel.traceIterator(async function* () { throw failure }).next()
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.removeAllListeners('unhandledRejection')
  for (const listener of listeners) process.on('unhandledRejection', listener)
  t.same(reported, [failure])
})

t.test('iterators of arrays, maps, sets and strings get no next of their own, ' +
  'so that V8 goes on reading those in its short way', async (t) => {
  const makers: Array<() => Iterator<unknown>> = [
    () => [1].values(), () => new Map([[1, 1]]).entries(), () => new Set([1]).values(),
    () => 'a'[Symbol.iterator](), () => new Uint8Array(1).keys()
  ]
  for (const make of makers) {
    const heard = new Heard().withSteps()
    const iterator: any = heard.channel.trace(make)
    t.same(Reflect.ownKeys(iterator), [])
    t.equal(String(iterator), String(make()))
    t.equal([...iterator].length, 1)
    t.same(heard.take().filter((line) => !line.startsWith('next:')), [
      'start', 'end', 'asyncStart gave undefined', 'asyncEnd gave undefined'
    ])
    // Given again, it is not covered again.
    const prototype = Object.getPrototypeOf(iterator)
    heard.channel.trace(() => iterator)
    t.equal(Object.getPrototypeOf(iterator), prototype)
  }
})

t.test('and they all go on being read so', { skip: !isNode && 'the host tells nobody' }, async (t) => {
  t.same(runProgram('short-ways', [], ['--allow-natives-syntax']).open, ['Array', 'Map', 'Set', 'String'])
})
