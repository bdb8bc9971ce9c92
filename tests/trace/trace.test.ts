import { once } from 'node:events'
import { Readable } from 'node:stream'
import t from 'tap'
import { instrument, tracingChannel } from 'tracescope'
import { readPage } from '../support/documentation.js'
import { Heard } from '../support/heard.js'

// `trace` follows what fn returns as what it is. The table of its events in docs/api.md is made here.

class Thenable {
  readonly #promise: Promise<unknown>
  constructor(promise: Promise<unknown>) { this.#promise = promise }
  then(...reactions: [any, any]): void { this.#promise.then(...reactions) }
}

const promiseOf = async (fail: boolean, value: unknown = 'result'): Promise<any> => {
  if (fail) throw new Error('failure')
  return value
}
function* items(fail: boolean): Generator<string, string> {
  yield 'item'
  if (fail) throw new Error('failure')
  return 'result'
}
async function* asyncItems(fail: boolean): AsyncGenerator<string, string> {
  yield* items(fail)
  return 'result'
}

const streamOf = (fail: boolean): Readable =>
  new Readable({ read() { if (fail) this.destroy(new Error('failure')); else this.push(null) } })

/** Each kind of result, as a function that fails or doesn't, and what uses it up. */
const KINDS: ReadonlyArray<readonly [kind: string, fn: (fail: boolean) => any, use: (result: any) => unknown]> = [
  ['a value', (fail) => { if (fail) throw new Error('failure'); return 'result' }, () => {}],
  ['a native promise', promiseOf, (promise) => promise],
  ['another thenable', (fail) => new Thenable(promiseOf(fail)), (thenable) => thenable],
  ['an iterator', items, (iterator) => [...iterator]],
  ['an async iterator', asyncItems, useAsync],
  ['a promise of an iterator', (fail) => promiseOf(false, items(fail)), async (promise) => [...await promise]],
  ['a promise of an async iterator', (fail) => promiseOf(false, asyncItems(fail)), async (promise) =>
    useAsync(await promise)],
  ['a stream', streamOf, (stream) => once(stream.resume(), 'close')],
  ['a promise of a stream', (fail) => promiseOf(false, streamOf(fail)), async (promise) =>
    once((await promise).resume(), 'close')]
]

async function useAsync(iterator: AsyncIterable<unknown>): Promise<void> {
  for await (const item of iterator) void item
}

async function eventsOf(
  fn: (fail: boolean) => unknown, use: (result: any) => unknown, fail: boolean
): Promise<string[]> {
  const heard = new Heard().withSteps()
  try {
    await use(heard.channel.trace(fn, {}, undefined, fail))
  } catch (error) {
    if (!fail) throw error
  }
  return heard.take()
}

/** Events as docs/api.md has them: bold from the outcome on, the steps of an iterator in one word. */
function inWords(lines: readonly string[]): string {
  const words = lines.map((line) => {
    if (/^\w+:/.test(line)) return 'steps…'
    return / gave (result|undefined)$| failed: failure$/.test(line) ? `**${line.split(' ')[0]}**` : line
  })
  return words.filter((word, index) => word !== words[index - 1]).join(' ')
}

t.test('the events of each kind of result are those of the table in docs/api.md', async (t) => {
  const rows = ['| `fn` returns | events | when it fails |', '|---|---|---|']
  for (const [kind, fn, use] of KINDS) {
    rows.push(`| ${kind} | ${inWords(await eventsOf(fn, use, false))} | ${inWords(await eventsOf(fn, use, true))} |`)
  }
  const page = readPage('docs/api.md')
  const start = page.indexOf(rows[0]!)
  t.equal(page.slice(start, page.indexOf('\n\n', start)), rows.join('\n'))
})

t.test('the caller gets what fn gave', async (t) => {
  const { channel } = new Heard()
  const values = [
    5, 'text', null, undefined, {}, [1], new Map(), () => {}, new Thenable(promiseOf(false)), items(false),
    asyncItems(false), [1].values(), new (class Subclass extends Promise<void> {})((resolve) => resolve())
  ]
  for (const value of values) t.equal(channel.trace(() => value), value, String(Object.prototype.toString.call(value)))
  const promise = promiseOf(false)
  const traced = channel.trace(() => promise)
  t.not(traced, promise, 'but for a native promise, as in tracePromise')
  t.equal(Object.getPrototypeOf(traced), Promise.prototype)
  t.equal(await traced, 'result')
})

t.test('a native promise settles after the events, with its value or error', async (t) => {
  const heard = new Heard()
  const fulfilled = heard.channel.trace(promiseOf, {}, undefined, false).then((value) =>
    heard.lines.push(`then ${value}`))
  const rejected = heard.channel.trace(promiseOf, {}, undefined, true).catch((error) =>
    heard.lines.push(`catch ${error.message}`))
  await Promise.all([fulfilled, rejected])
  t.same(heard.take().filter((line) => !/^(start|end)/.test(line)), [
    'asyncStart gave result', 'asyncEnd gave result', 'error failed: failure', 'asyncStart failed: failure',
    'asyncEnd failed: failure', 'then result', 'catch failure'
  ])
})

t.test('`this` and the arguments are passed on', async (t) => {
  for (const { channel } of [new Heard(), { channel: tracingChannel<any>('trace-idle') }]) {
    const self = {}
    const seen = channel.trace(
      function (this: unknown, ...args: unknown[]) { return [this, ...args] }, {}, self, 1, 2, 3
    )
    t.equal(seen[0], self)
    t.same(seen.slice(1), [1, 2, 3])
  }
})

t.test('without a context there is a new one without prototype', async (t) => {
  const heard = new Heard()
  heard.channel.trace(() => 5)
  heard.channel.trace(() => 6)
  const [first, second] = heard.contexts
  t.equal(Object.getPrototypeOf(first), null)
  t.equal(first.result, 5)
  t.not(first, second)
})

t.test('no process warning for a value, with and without subscribers', async (t) => {
  const warnings: unknown[] = []
  const warn = (warning: unknown): void => { warnings.push(warning) }
  process.on('warning', warn)
  new Heard().channel.trace(() => 5)
  tracingChannel('trace-idle').trace(() => 5)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  t.same(warnings, [])
})

t.test('iterables are values: an array, a Map, an object that gives async iterators', async (t) => {
  const heard = new Heard()
  const iterables = [[1], new Map([[1, 2]]), new Set([1]), { async *[Symbol.asyncIterator]() {} }]
  for (const iterable of iterables) {
    const keys = Reflect.ownKeys(iterable)
    t.equal(heard.channel.trace(() => iterable), iterable)
    t.equal(heard.contexts.at(-1).result, iterable)
    t.same(Reflect.ownKeys(iterable), keys)
  }
})

t.test('what claims to be an iterator and is none passes through untouched', async (t) => {
  const claims: object[] = [
    { next: 5, [Symbol.iterator]() { return this } },
    { next() { return { done: true } } },
    { next() {}, [Symbol.iterator]: true },
    { [Symbol.iterator]() { return {} } },
    { get next() { throw new Error('no') }, [Symbol.asyncIterator]() {} },
    Object.freeze({ next() { return { done: true } }, [Symbol.iterator]() { return this } })
  ]
  for (const method of ['trace', 'traceIterator'] as const) {
    // Any `next` to call is enough for traceIterator, which is told that there are iterators.
    for (const claim of method === 'trace' ? claims : claims.filter((_, index) => ![1, 2, 4].includes(index))) {
      const heard = new Heard()
      const before = Object.getOwnPropertyDescriptors(claim)
      t.equal(heard.channel[method](() => claim), claim)
      t.equal(heard.contexts[0].result, claim)
      t.same(heard.take(), ['start', 'end gave [object Object]'])
      t.same(Object.getOwnPropertyDescriptors(claim), before)
    }
  }
})

t.test('a value that refuses to be asked for its `then` is a value', async (t) => {
  const refusing = new Proxy({}, { get(_, key) { throw new Error(`no property ${String(key)}`) } })
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const channel = tracingChannel<any>('trace-refusing')
  const results: unknown[] = []
  channel.subscribe({ end({ result }) { results.push(result) } })
  for (const value of [refusing, revoked]) {
    for (const fn of [
      () => channel.trace(() => value), () => channel.traceIterator(() => value), instrument(channel, () => value)
    ]) {
      t.ok(fn() === value)
      t.ok(results.pop() === value)
    }
  }
})

t.test('stores bound to asyncStart are entered in the continuation of each kind', async (t) => {
  for (const [kind, fn, use] of KINDS.slice(1)) {
    const { channel, store } = new Heard()
    channel.asyncStart.bindStore(store, () => 'continuation')
    const seen: unknown[] = []
    channel.subscribe({ asyncEnd: () => { seen.push(store.getStore()) } })
    await use(channel.trace(fn, {}, undefined, false))
    t.same(seen, ['continuation'], kind)
  }
})
