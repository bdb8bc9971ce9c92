import vm from 'node:vm'
import { instrument, tracingChannel } from 'tracescope'

// Functions that return thenables of each kind, each consumed in each way: not traced, traced while nobody listens, and
// heard. Prints what the program could see of each, and which events there were.

interface Cell {
  /** What the program saw, in order. */
  readonly seen: string[]
  /** What subscribers heard of. */
  readonly events: string[]
}

type Log = (line: string) => void
const failure = new Error('failure')

class Sub extends Promise<unknown> {}
class SubWithThen extends Promise<unknown> {
  static log: Log
  override then(f: any, g: any): any {
    SubWithThen.log('own then')
    return super.then(f, g)
  }
}

/** As query builders are: each `then` runs the query, by a promise of it. */
class Builder {
  readonly log: Log
  readonly fails: boolean
  name = 'rows'
  constructor(log: Log, fails: boolean) {
    this.log = log
    this.fails = fails
  }
  where(name: string): this { this.name = name; return this }
  clone(): Builder { return new Builder(this.log, this.fails).where(`${this.name} again`) }
  async run(): Promise<string> {
    this.log(`runs ${this.name}`)
    await null
    if (this.fails) throw failure
    return this.name
  }
  then(f?: any, g?: any): Promise<unknown> { return this.run().then(f, g) }
  catch(g?: any): Promise<unknown> { return this.then(undefined, g) }
  finally(f?: any): Promise<unknown> { return this.run().finally(f) }
}

/** As mongoose's are: a second run is an error. */
class Once extends Builder {
  #ran = false
  override async run(): Promise<string> {
    if (this.#ran) throw new Error('already executed')
    this.#ran = true
    return super.run()
  }
}

/** As those are that call back at once: what it is settled with is passed on before `then` returns. */
class AtOnce {
  #reactions: Array<() => void> = []
  #outcome: { readonly value?: unknown, readonly error?: unknown } | undefined
  constructor(start: (resolve: (value?: any) => void, reject: (error: unknown) => void) => void) {
    const reject = (error: unknown): void => this.#settle({ error })
    const resolve = (value?: any): void => {
      typeof value?.then === 'function' ? value.then(resolve, reject) : this.#settle({ value })
    }
    try { start(resolve, reject) } catch (error) { reject(error) }
  }
  then(f?: any, g?: any): AtOnce {
    return new AtOnce((resolve, reject) => this.#whenSettled(({ value, error }) => {
      try {
        if (error === undefined) resolve(f ? f(value) : value)
        else if (g) resolve(g(error))
        else reject(error)
      } catch (thrown) { reject(thrown) }
    }))
  }
  catch(g?: any): AtOnce { return this.then(undefined, g) }
  #settle(outcome: { readonly value?: unknown, readonly error?: unknown }): void {
    this.#outcome ??= outcome
    for (const reaction of this.#reactions.splice(0)) reaction()
  }
  #whenSettled(reaction: (outcome: any) => void): void {
    this.#reactions.push(() => reaction(this.#outcome))
    if (this.#outcome) this.#settle(this.#outcome)
  }
}

/** Its `then` is another one each time that it is asked for. */
class Counting {
  reads = 0
  get then(): any {
    const promise = Promise.resolve(`read ${++this.reads}`)
    return promise.then.bind(promise)
  }
}

const KINDS: Readonly<Record<string, (log: Log) => any>> = {
  'lazy': (log) => ({ then(done: any) { log('runs'); done?.('ok') } }),
  'lazy, fails': (log) => ({ then(_done: any, fail: any) { log('runs'); fail?.(failure) } }),
  'lazy, later': (log) => ({ then(done: any) { log('runs'); setTimeout(() => done?.('ok'), 1) } }),
  'lazy, fails later': (log) => ({ then(_done: any, fail: any) { log('runs'); setTimeout(() => fail?.(failure), 1) } }),
  'throws': (log) => ({ then() { log('runs'); throw failure } }),
  'calls back too often': (log) => ({ then(f: any, g: any) { log('runs'); f?.('ok'); g?.(failure); f?.('again') } }),
  'never': () => ({ then() {} }),
  'gives another':
    (log) => ({ then(done: any) { log('runs'); done?.({ then(inner: any) { log('runs the inner'); inner('ok') } }) } }),
  'a builder': (log) => new Builder(log, false),
  'a builder that fails': (log) => new Builder(log, true),
  'a builder that runs once': (log) => new Once(log, false),
  'frozen': (log) => Object.freeze(new Builder(log, false)),
  'a getter': (log) =>
    Object.defineProperty({}, 'then', { configurable: true, get: () => (done: any) => { log('runs'); done?.('ok') } }),
  'a function': (log) => Object.assign(() => {}, { then(done: any) { log('runs'); done?.('ok') } }),
  'a proxy': (log) => new Proxy(new Builder(log, false), {}),
  'a proxy that makes methods up': (log) => new Proxy(() => {}, {
    get: (_, name) => name === 'then' ? (done: any) => { log('runs'); done?.('ok') } : undefined
  }),
  'a getter that counts': () => new Counting(),
  'a getter that is gone once it has called back': () => {
    let isOver = false
    return { get then(): any { return isOver ? undefined : (done: any) => { isOver = true; done?.(this) } } }
  },
  'a proxy that binds methods': (log) => new Proxy(new Builder(log, false), {
    get: (target: any, name) => typeof target[name] === 'function' ? target[name].bind(target) : target[name]
  }),
  'at once': () => new AtOnce((resolve) => resolve('ok')),
  'at once, fails': () => new AtOnce((_, reject) => reject(failure)),
  'returns itself, fails later': () => ({
    then(_done: any, fail: any) { setTimeout(() => fail?.(failure), 1); return this }
  }),
  'returns nothing, of a promise that is rejected': (log) => {
    const promise = new Builder(log, true).run()
    promise.catch(() => {})
    return { then(f: any, g: any) { promise.then(f, g) } }
  },
  'a subclass of Promise': () => Sub.resolve('ok'),
  'a subclass, rejected': () => Sub.reject(failure),
  'a subclass with a then': (log) => { SubWithThen.log = log; return SubWithThen.resolve('ok') },
  'a subclass with a then, rejected': (log) => { SubWithThen.log = log; return SubWithThen.reject(failure) },
  'another realm': () => vm.runInNewContext('Promise.resolve("ok")'),
  'another realm, rejected': () => vm.runInNewContext('(failure) => Promise.reject(failure)')(failure),
  'a promise with a then of its own': (log) => Object.assign(Promise.resolve('ok'), {
    then(this: Promise<unknown>, f: any, g: any) { log('own then'); return Promise.prototype.then.call(this, f, g) }
  })
}

const heard = (log: Log, name: string) => (value: any): void =>
  log(`${name} ${value instanceof Error ? value.message : String(value)}`)
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const WAYS: Readonly<Record<string, (thenable: any, log: Log) => unknown>> = {
  'dropped': () => {},
  'await': async (thenable, log) => heard(log, 'awaited')(await thenable),
  'await twice': async (thenable, log) => {
    heard(log, 'first')(await thenable)
    heard(log, 'second')(await thenable)
  },
  'await later': async (thenable, log) => {
    await wait(3)
    heard(log, 'awaited')(await thenable)
  },
  'then(f, g)': (thenable, log) => heard(log, 'then gave')(typeof thenable.then(heard(log, 'f'), heard(log, 'g'))),
  'then(f)': (thenable, log) => { thenable.then(heard(log, 'f')) },
  'then()': (thenable) => { thenable.then() },
  'then(f).catch(g)': (thenable, log) => thenable.then(heard(log, 'f'))?.catch?.(heard(log, 'caught')),
  'catch(g)': (thenable, log) => thenable.catch?.(heard(log, 'caught'))?.then(heard(log, 'then')),
  'finally(f)': (thenable, log) =>
    thenable.finally?.(() => log('finally'))?.then(heard(log, 'then'), heard(log, 'caught')),
  'Promise.all of it twice': async (thenable, log) => heard(log, 'all')(await Promise.all([thenable, thenable])),
  'Promise.race': async (thenable, log) => heard(log, 'first')(await Promise.race([thenable, wait(20)])),
  'returned by an async function': async (thenable, log) =>
    (async () => thenable)().then(heard(log, 'f'), heard(log, 'g')),
  'by its own methods': async (thenable, log) => heard(log, 'awaited')(await (thenable.where?.('other') ?? thenable)),
  'another that it makes': async (thenable, log) => heard(log, 'awaited')(await (thenable.clone?.() ?? thenable))
}

let cell: Cell = { seen: [], events: [] }
process.on('unhandledRejection', (error: any) => cell.seen.push(`unhandledRejection ${error.message}`))
process.on('uncaughtException', (error) => cell.seen.push(`uncaughtException ${error.message}`))
process.on('warning', (warning) => cell.seen.push(`warning ${warning.message.replace(/id: \d+/, 'id')}`))

/** Lets a thenable be made, and consumed. What is seen is put in an order by the microtasks between. */
async function runCell(make: (fn: () => unknown) => () => unknown, kind: string, way: string): Promise<Cell> {
  const current: Cell = cell = { seen: [], events: [] }
  let made: unknown
  let isOver = false
  const log: Log = (line) => current.seen.push(line)
  const given: any = make(() => made = KINDS[kind]!(log))()
  log(`the same object: ${given === made}`)
  void countMicrotasks()
  try {
    const result: any = WAYS[way]!(given, log)
    if (result instanceof Promise && result.constructor === Promise) result.catch((error: any) =>
      log(`rejected ${error.message}`))
  } catch (error: any) {
    log(`threw ${error.message}`)
  }
  await wait(5)
  await wait(1)
  isOver = true
  return current

  async function countMicrotasks(): Promise<void> {
    for (let microtask = 1; microtask <= 12 && !isOver; microtask++) {
      await null
      log(`microtask ${microtask}`)
    }
  }
}

let channels = 0

async function main(): Promise<void> {
  const cells: Record<string, Record<string, Record<string, Cell>>> = {}
  const listen = (): string => {
    const name = `thenables-${channels++}`
    const hear = (event: string) => (context: any): void => {
      const outcome = 'error' in context
        ? ` failed: ${context.error.message}`
        : 'result' in context ? ' gave a result' : ''
      cell.events.push(event + outcome)
    }
    tracingChannel<any>(name).subscribe({
      start: hear('start'), end: hear('end'), asyncStart: hear('asyncStart'),
      asyncEnd: hear('asyncEnd'), error: hear('error')
    })
    return name
  }
  const traced = (kind: 'auto' | 'promise' | 'iterator', name: () => string) => (fn: () => unknown) =>
    instrument(name(), fn, { kind })
  const modes: Readonly<Record<string, (fn: () => unknown) => () => unknown>> = {
    'not traced': (fn) => fn,
    'auto, nobody listens': traced('auto', () => 'thenables-idle'),
    'auto, heard': traced('auto', listen),
    'promise, heard': traced('promise', listen),
    'iterator, heard': traced('iterator', listen)
  }
  for (const kind of Object.keys(KINDS)) {
    const ofKind: typeof cells[string] = cells[kind] = {}
    for (const way of Object.keys(WAYS)) {
      const row: Record<string, Cell> = ofKind[way] = {}
      for (const [mode, make] of Object.entries(modes)) row[mode] = await runCell(make, kind, way)
    }
  }
  process.stdout.write(JSON.stringify(cells))
}

void main()
