import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { instrument, tracingChannel, type InstrumentKind } from 'tracescope'
import { Heard } from '../support/heard.js'

// `instrument` gives a function to export in place of another.

const idle = tracingChannel<any>('instrument-idle')
const KINDS: readonly InstrumentKind[] = ['sync', 'promise', 'callback', 'iterator', 'auto']

class Base {
  static inherited = 'inherited'
}
class Counter extends Base {
  static own = 'own'
  static #made = 0
  readonly made: number
  readonly target: unknown
  readonly first: unknown
  readonly second: unknown
  constructor(first: unknown = undefined, second?: unknown) {
    super()
    this.first = first
    this.second = second
    this.made = ++Counter.#made
    this.target = new.target
  }
  get twice(): number { return this.made * 2 }
}
const sloppy = new Function('a', 'b', 'return [this, a, b]') as (...args: unknown[]) => unknown[]

/** Functions of each sort. */
const FUNCTIONS: Readonly<Record<string, any>> = {
  'a function': function named(_a: unknown, _b: unknown) {},
  'a sloppy function': sloppy,
  'an arrow function': (_a: unknown) => {},
  'a method': { method(_a: unknown) {} }.method,
  'an async function': async function named() {},
  'a generator function': function* named(_a: unknown) {},
  'an async generator function': async function* named() {},
  'a class': Counter,
  'a bound arrow function': ((_a: unknown) => {}).bind(null),
  'a built-in function': Math.max,
  'a function with properties': Object.assign(function () {}, { promise: () => {}, [Symbol('key')]: 1 }),
  'a function without a name': (() => function () {})(),
  'a frozen function': Object.freeze((_a: unknown) => {}),
  'a function without prototype': Object.setPrototypeOf(() => {}, null)
}

for (const [sort, fn] of Object.entries(FUNCTIONS)) {
  t.test(`${sort}: the same name, length, own properties and prototype`, async (t) => {
    const wrapper = instrument(idle, fn)
    t.not(wrapper, fn)
    const source = fn.toString === Function.prototype.toString ? ['toString'] : []
    t.same(
      Reflect.ownKeys(wrapper).sort(byName), [...Reflect.ownKeys(fn), ...source].sort(byName), 'and its source to show'
    )
    for (const key of Reflect.ownKeys(fn)) {
      const [ours, theirs] = [wrapper, fn].map((owner) => Object.getOwnPropertyDescriptor(owner, key)!)
      t.same(Object.keys(ours!), Object.keys(theirs!), String(key))
      for (const [name, value] of Object.entries(theirs!)) t.equal(
        (ours as any)[name], value, `${String(key)}, ${name}`
      )
    }
    t.equal(Object.getPrototypeOf(wrapper), Object.getPrototypeOf(fn))
    t.equal(isConstructor(wrapper), isConstructor(fn), 'what `new` can be used on')
  })
}

function byName(a: PropertyKey, b: PropertyKey): number {
  return String(a) < String(b) ? -1 : 1
}

function isConstructor(fn: any): boolean {
  try {
    return Boolean(class extends fn {})
  } catch {
    return false
  }
}

t.test('a method: `this` and the arguments are passed on, with and without subscribers', async (t) => {
  const live = new Heard().channel
  for (const channel of [idle, live]) {
    for (const kind of KINDS) {
      const self = { method: instrument(channel, sloppy, { kind }) }
      const callback = (): void => {}
      const seen = self.method(1, callback)
      t.equal(seen[0], self, kind)
      t.equal(seen[1], 1)
      t.equal(typeof seen[2], 'function')
      t.equal(
        seen[2] === callback, channel === idle || kind !== 'callback', 'a callback is wrapped while someone listens'
      )
    }
    const many = instrument(channel, (...args: unknown[]) => args)
    for (const length of [0, 1, 3, 50]) t.same(many(...Array(length).fill('argument')), Array(length).fill('argument'))
  }
})

t.test('a class: `new`, subclasses, statics, and no call without new', async (t) => {
  for (const heard of [undefined, new Heard()]) {
    const Wrapped = instrument(heard?.channel ?? idle, Counter, {
      kind: 'sync', context: (args, thisArg) => ({ args, thisArg })
    })
    const made = new Wrapped('a', 'b')
    t.same([made.first, made.second], ['a', 'b'])
    t.equal(Object.getPrototypeOf(made), Counter.prototype)
    t.ok(made instanceof Wrapped && made instanceof Counter)
    t.equal(made.twice, made.made * 2)
    t.equal(made.target, Counter)
    t.equal(made.constructor, Counter)
    t.same([Wrapped.own, Wrapped.inherited], ['own', 'inherited'])
    class Sub extends Wrapped { sub = true }
    const sub = new Sub('c')
    t.same([sub.first, sub.sub], ['c', true])
    t.ok(sub instanceof Sub && sub instanceof Counter)
    t.equal(sub.target, Sub)
    t.equal(Reflect.construct(Wrapped, [], Array).target, Array)
    t.throws(() => (Wrapped as any)(), TypeError)
    if (heard === undefined) continue
    t.equal(heard.contexts.length, 4)
    t.same(heard.contexts[0], { args: ['a', 'b'], thisArg: undefined, result: made })
    t.match(heard.take().at(-1), /^end failed: (Class constructor|Cannot call a class constructor)/)
  }
})

t.test('own properties are copies, and a static method has the copy as `this`', async (t) => {
  class Pool {
    static size = 0
    static #secret = 'secret'
    static byName(): string { return Pool.#secret }
    static byThis(): string { return this.#secret }
    constructor() { Pool.size++ }
  }
  const Wrapped = instrument(idle, Pool)
  new Wrapped()
  t.same([Pool.size, Wrapped.size], [1, 0])
  t.equal(Wrapped.byName(), 'secret')
  t.throws(() => Wrapped.byThis(), TypeError)
})

t.test('a function as a constructor', async (t) => {
  const Point = function (this: any, x: number) { this.x = x } as unknown as new (x: number) => { x: number }
  for (const channel of [idle, new Heard().channel]) {
    const Wrapped = instrument(channel, Point)
    t.equal(new Wrapped(5).x, 5)
    t.ok(new Wrapped(5) instanceof Point)
  }
})

t.test('a bound function, which can be a constructor without having a prototype', async (t) => {
  for (const channel of [idle, new Heard().channel]) {
    const bound = Counter.bind(null, 'bound')
    const Wrapped: any = instrument(channel, bound)
    t.equal(Wrapped.name, bound.name)
    t.equal(Wrapped.length, bound.length)
    t.equal(Wrapped.prototype, undefined)
    const made = new Wrapped('given')
    t.same([made.first, made.second], ['bound', 'given'])
    t.equal(Object.getPrototypeOf(made), Counter.prototype)
  }
})

t.test('the events are those of the trace of its kind', async (t) => {
  const failure = new Error('failure')
  const heard = new Heard()
  const { channel } = heard
  instrument(channel, () => 5, { kind: 'sync' })()
  t.same(heard.take(), ['start', 'end gave 5'])
  await instrument(channel, async () => 5, { kind: 'promise' })()
  t.same(heard.take(), ['start', 'end', 'asyncStart gave 5', 'asyncEnd gave 5'])
  t.same([...instrument(channel, function* () { yield 1; return 5 }, { kind: 'iterator' })()], [1])
  t.same(heard.take(), ['start', 'end', 'asyncStart gave 5', 'asyncEnd gave 5'])
  t.same([...instrument(channel, function* () { yield 1; return 5 }, { kind: 'sync' })()], [1])
  t.same(heard.take(), ['start', 'end gave [object Generator]'])
  for (const options of [{ kind: 'auto' } as const, {}, undefined]) {
    const any = instrument(channel, (result: unknown): any => result, options)
    any(5)
    t.same(heard.take(), ['start', 'end gave 5'])
    await any(Promise.resolve(5))
    t.same(heard.take(), ['start', 'end', 'asyncStart gave 5', 'asyncEnd gave 5'])
    t.same([...any([1].values())], [1])
    t.same(heard.take(), ['start', 'end', 'asyncStart gave undefined', 'asyncEnd gave undefined'])
  }
  t.throws(instrument(channel, () => { throw failure }), failure)
  t.same(heard.take(), ['start', 'error failed: failure', 'end failed: failure'])
  await t.rejects(instrument(channel, async () => { throw failure })(), failure)
  t.same(heard.take(), [
    'start', 'end', 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure'
  ])
})

t.test('the callback at its position', async (t) => {
  type Callback = (error: Error | null, value?: number) => void
  const heard = new Heard()
  const last = instrument(heard.channel, (value: number, callback: Callback) => callback(null, value), {
    kind: 'callback'
  })
  const first = instrument(heard.channel, (callback: Callback, value: number) => callback(null, value), {
    kind: 'callback', position: 0
  })
  const callback = (error: Error | null, value?: number): void => heard.add(`callback ${error} ${value}`)
  last(5, callback)
  first(callback, 5)
  const once = ['start', 'asyncStart gave 5', 'callback null 5', 'asyncEnd gave 5', 'end gave 5']
  t.same(heard.take(), [...once, ...once])
})

t.test('context is called with the arguments and `this`, once a call, while someone listens', async (t) => {
  const calls: unknown[] = []
  const channel = tracingChannel<{ sql: string, result?: number }>('instrument-context')
  const client = {
    query: instrument(channel, function (this: unknown, sql: string) { return sql.length }, {
      context(args, thisArg) {
        calls.push([args, thisArg])
        return { sql: args[0] }
      }
    })
  }
  t.equal(client.query('SELECT 1'), 8)
  t.same(calls, [])
  const heard: unknown[] = []
  const end = (context: unknown): void => { heard.push(context) }
  channel.subscribe({ end })
  t.equal(client.query('SELECT 1'), 8)
  t.same(heard, [{ sql: 'SELECT 1', result: 8 }])
  t.equal(calls.length, 1)
  const [[args, thisArg]] = calls as [[string[], unknown]]
  t.same(args, ['SELECT 1'])
  t.ok(Array.isArray(args))
  t.equal(thisArg, client)
  channel.unsubscribe({ end })
  client.query('SELECT 1')
  t.equal(calls.length, 1)
})

t.test('any of the five channels makes a call live, and a bound store does', async (t) => {
  let calls = 0
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const) {
    const channel = tracingChannel<any>(`instrument-live-${event}`)
    for (const fn of [
      instrument(channel, () => {}, { context: () => ({ calls: ++calls }) }),
      instrument(channel, function () {}, { context: () => ({ calls: ++calls }) })
    ]) {
      fn()
      const before = calls
      const subscriber = (): void => {}
      channel[event].subscribe(subscriber)
      fn()
      t.equal(calls, before + 1, event)
      channel[event].unsubscribe(subscriber)
      fn()
      t.equal(calls, before + 1, event)
    }
  }
  const heard = new Heard()
  instrument(heard.channel, () => heard.add('fn', heard.contexts.at(-1)))()
  t.same(heard.take(), ['start', 'fn', 'end gave undefined'])
})

t.test('what context throws, the caller gets, and nothing is published', async (t) => {
  const heard = new Heard()
  const failure = new Error('context')
  t.throws(instrument(heard.channel, () => 5, { context: () => { throw failure } }), failure)
  t.same(heard.take(), [])
})

t.test('Node\'s own tracing channels, and names', async (t) => {
  const hosts = diagnosticsChannel.tracingChannel<any, any>('instrument-host')
  const heard: unknown[] = []
  diagnosticsChannel.channel('tracing:instrument-host:end').subscribe(({ result }: any) => heard.push(result))
  instrument(hosts as any, () => 5)()
  instrument('instrument-host', () => 6)()
  t.same(heard, [5, 6])
})

t.test('kind promise: no warning of a value while nobody listens', async (t) => {
  const warnings: unknown[] = []
  const warn = (warning: unknown): void => { warnings.push(warning) }
  // The others are published first.
  await new Promise((resolve) => setImmediate(resolve))
  process.on('warning', warn)
  t.equal(instrument(idle, () => 5, { kind: 'promise' })(), 5)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  t.same(warnings, [])
})

t.test('a callback that may be left out: by the callback where there is one, else by what is returned', async (t) => {
  const heard = new Heard()
  const find = (id: number, callback?: (error: null, id: number) => void): any =>
    callback ? void setTimeout(callback, 1, null, id) : Promise.resolve(id)
  const settled = ['start', 'end', 'asyncStart gave 5', 'asyncEnd gave 5']
  for (const options of [{ kind: 'callback' }, { kind: 'callback', position: 1, optional: true }] as const) {
    const wrapped = instrument(heard.channel, find, options)
    t.equal(await wrapped(5), 5)
    t.same(heard.take(), settled)
    t.equal(await new Promise((resolve) => wrapped(5, (_, id) => resolve(id))), 5)
    t.same(heard.take(), settled)
  }
  const strict = instrument(heard.channel, find, { kind: 'callback', optional: false })
  t.throws(() => strict(5), { code: 'ERR_INVALID_ARG_TYPE' })
  t.same(heard.take(), [])
})

t.test('toString shows the source of the function, and of a class that extends it its own', async (t) => {
  function named(first: unknown): unknown { return first }
  t.equal(String(instrument(idle, named)), String(named))
  const Wrapped = instrument(idle, Counter)
  t.equal(String(Wrapped), String(Counter))
  class Sub extends Wrapped { extra = 1 }
  t.match(String(Sub), /extra = 1/)
  class Shown { static toString(): string { return 'shown' } }
  class ShownToo extends Shown {}
  t.equal(String(instrument(idle, Shown)), 'shown')
  t.equal(String(instrument(idle, ShownToo)), 'shown')
  t.equal(
    Function.prototype.toString.call(instrument(idle, Object.setPrototypeOf(named, null))).includes('wrapper'), true
  )
})

t.test('a class whose static name or toString is something else', async (t) => {
  const { channel } = new Heard()
  class Throwing {
    static get name(): never { throw new Error('name') }
    static get toString(): never { throw new Error('toString') }
  }
  class Named { static name: any = Symbol('name') }
  for (const kind of ['auto', 'promise'] as const) {
    for (const Class of [Throwing, Named]) t.ok(new (instrument(channel, Class, { kind }))() instanceof Class)
  }
})

t.test('the metadata of reflect-metadata is taken along, and what is defined later is the wrapper\'s', async (t) => {
  // What the library of that name puts on Reflect, as far as it is asked for here.
  const metadata = new WeakMap<object, Map<PropertyKey | undefined, Map<unknown, unknown>>>()
  const of = (target: object, property?: PropertyKey): Map<unknown, unknown> => {
    const ofTarget = metadata.get(target) ?? new Map()
    metadata.set(target, ofTarget)
    const ofProperty = ofTarget.get(property) ?? new Map()
    ofTarget.set(property, ofProperty)
    return ofProperty
  }
  const added: any = {
    getOwnMetadataKeys: (target: object, property?: PropertyKey) => [...of(target, property).keys()],
    getOwnMetadata: (key: unknown, target: object, property?: PropertyKey) => of(target, property).get(key),
    defineMetadata: (key: unknown, value: unknown, target: object, property?: PropertyKey) => {
      of(target, property).set(key, value)
    }
  }
  Object.assign(Reflect, added)
  class Controller { static make(): void {} handle(): void {} }
  added.defineMetadata('roles', ['admin'], Controller)
  added.defineMetadata('path', '/', Controller, 'make')
  added.defineMetadata('parameters', ['id'], Controller, 'handle')
  const Wrapped = instrument(idle, Controller)
  for (const name of Object.keys(added)) delete (Reflect as any)[name]
  t.same([added.getOwnMetadata('roles', Wrapped), added.getOwnMetadata('path', Wrapped, 'make')], [['admin'], '/'])
  t.same(added.getOwnMetadata('parameters', Wrapped, 'handle'), ['id'], 'of a method of instances')
  added.defineMetadata('roles', [], Wrapped)
  t.same(added.getOwnMetadata('roles', Controller), ['admin'])
  added.defineMetadata('later', 1, Controller)
  t.equal(added.getOwnMetadata('later', Wrapped), undefined)
})
