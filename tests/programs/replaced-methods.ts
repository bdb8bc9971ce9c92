import { AsyncLocalStorage } from 'node:async_hooks'
import host from 'node:diagnostics_channel'
import { runInNewContext } from 'node:vm'
import tracescope from 'tracescope'

// Replaces what a program can replace of the language, one function at a time, and traces meanwhile:
// `replaced-methods api`, `replaced-methods shim`, or `replaced-methods stock`. Prints which replacements could be told
// from the trace, and how many there were. What runs while a function is replaced uses none itself.

const { dispose } = Symbol
const mode = process.argv[2] as 'api' | 'shim' | 'stock'
if (mode === 'shim') tracescope.install({ storages: true })
const library: any = mode === 'api' ? tracescope : host

let log: string[] = []
const note = (line: string): void => { log[log.length] = line }

const outer = new AsyncLocalStorage<any>()
const first = new AsyncLocalStorage<any>()
const second = new AsyncLocalStorage<any>()
const shown = (value: unknown): unknown => typeof value === 'object' ? 'object' : value
const look = (where: string): void =>
  note(`${where} ${outer.getStore()} ${shown(first.getStore())} ${shown(second.getStore())}`)

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']

function newTraced(name: string, stores: number): any {
  const traced = library.tracingChannel(`replaced-methods.${name}`)
  for (const event of EVENTS) traced[event].subscribe(({ result, error }: any) =>
    look(`${name} ${event} ${typeof result} ${error}`))
  for (const event of ['start', 'asyncStart']) {
    if (stores > 0) traced[event].bindStore(first, ({ id }: any) => { look('transform'); return `${id} ${name}` })
    if (stores > 1) traced[event].bindStore(second, ({ id }: any) => { look('transform'); return id })
  }
  return traced
}

const channels = [newTraced('none', 0), newTraced('one', 1), newTraced('two', 2)]
const plain = library.channel('replaced-methods.plain')
plain.bindStore(first)
plain.bindStore(second)
const bounded = library.boundedChannel?.('replaced-methods.bounded')
bounded?.start.bindStore(first)
bounded?.subscribe({ start() { look('bounded start') }, end() { look('bounded end') } })
const instrumented = mode !== 'api'
  ? []
  : channels.flatMap((channel) => (['sync', 'promise', 'callback', 'iterator', 'auto'] as const)
    .map((kind) => tracescope.instrument(channel, (a: number, b: any) => {
      look(`instrumented ${kind} ${a}`)
      if (typeof b === 'function') b(null, a)
      return `${a}`
    }, { kind } as any)))
const instrumentedClass: any = mode === 'api' &&
  tracescope.instrument(channels[1], class { a; constructor(a: number) { this.a = a } } as any)

function attempt(name: string, fn: () => unknown): unknown {
  try {
    const result = fn()
    note(`${name} gave ${typeof result === 'object' || typeof result === 'function' ? typeof result : String(result)}`)
    return result
  } catch (error) {
    note(`${name} threw ${error}`)
    return undefined
  } finally {
    look('after')
  }
}

/**
 * Notes how a promise is settled, and waits for as long as that takes: one that is never settled must not hold up the
 * others.
 */
async function settle(name: string, promise: unknown): Promise<void> {
  hear(name, promise)
  for (let i = 0; i < 12; i++) await null
}

async function hear(name: string, promise: unknown): Promise<void> {
  try {
    const value: unknown = await promise
    note(`${name} settled ${typeof value === 'object' ? 'object' : value}`)
  } catch (error) {
    note(`${name} rejected ${error}`)
  }
}

const thenable = (): any => ({ then(done: (value: unknown) => void) { look('then'); done(5) } })
const rejected = (): any => ({ then(_: unknown, done: (value: unknown) => void) { look('then'); done(5) } })
function* generator(): Generator<number, string> { look('step'); yield 1; look('step'); return 'last' }
async function* asyncGenerator(): AsyncGenerator<number, string> { look('step'); yield 1; look('step'); return 'last' }

/** Everything that can be traced, and how it went. */
async function exercise(): Promise<string[]> {
  log = []
  attempt('enterWith', () => outer.enterWith('outer'))
  for (let i = 0; i < channels.length; i++) {
    const traced = channels[i]
    attempt('traceSync', () =>
      traced.traceSync((a: number, b: number) => { look('fn'); return a + b }, { id: 1 }, undefined, 1, 2))
    attempt('traceSync', () => traced.traceSync(() => { look('fn'); throw 'thrown' }, { id: 2 }))
    await settle('tracePromise', attempt('tracePromise', () =>
      traced.tracePromise(async (a: number) => { look('fn'); await null; return a }, { id: 3 }, undefined, 1)))
    await settle(
      'tracePromise',
      attempt('tracePromise', () => traced.tracePromise(async () => { await null; throw 'rejected' }, { id: 4 }))
    )
    const kept = attempt('tracePromise', () => traced.tracePromise(thenable, { id: 5 })) as any
    if (mode === 'api') attempt('then', () => kept.then((value: unknown) => note(`then ${value}`)))
    attempt('traceCallback', () => traced.traceCallback(
      (a: number, callback: any) => callback(null, a), -1, { id: 6 }, undefined, 1,
      (_: unknown, value: unknown) => { look(`callback ${value}`); return 'called' }
    ))
    attempt('traceCallback', () => traced.traceCallback(
      (callback: any) => callback('failed'), 0, { id: 7 }, undefined, (error: unknown) => look(`callback ${error}`)
    ))
    if (mode !== 'api') continue
    attempt('trace', () => traced.trace(() => 'value', { id: 8 }))
    const other = attempt('trace', () => traced.trace(rejected, { id: 9 })) as any
    attempt('then', () => other.then(undefined, (error: unknown) => note(`then ${error}`)))
    const iterator = attempt('traceIterator', () => traced.traceIterator(generator, { id: 10 })) as any
    attempt('next', () => iterator.next().value)
    attempt('next', () => iterator.next().value)
    const asyncIterator = attempt('trace', () => traced.trace(asyncGenerator, { id: 11 })) as any
    await settle('next', attempt('next', () => asyncIterator.next()))
    await settle('next', attempt('next', () => asyncIterator.next()))
    const left = attempt('trace', () => traced.trace(generator, { id: 12 })) as any
    attempt('return', () => left.return('left').value)
    attempt('traceUntil', () =>
      traced.traceUntil(() => 'value', (_: unknown, finish: any) => finish(undefined, 'finished'), { id: 13 }))
  }
  attempt('runStores', () => plain.runStores('message', (a: number) => { look('fn'); return a }, undefined, 1))
  if (bounded !== undefined) attempt('run', () =>
    bounded.run({ id: 14 }, (a: number) => { look('fn'); return a }, undefined, 1))
  attempt('storage.run', () => first.run('run', (a: number) => { look('fn'); return a }, 1))
  for (let i = 0; i < 20; i++) await null
  if (mode !== 'api') return log
  for (let i = 0; i < instrumented.length; i++) attempt('instrumented', () =>
    (instrumented[i] as any)(1, (_: unknown, value: unknown) => { look(`callback ${value}`) }))
  attempt('new', () => new instrumentedClass(1).a)
  attempt('withScope', () => { const scope = tracescope.withScope(first, 'scope'); look('scope'); scope.dispose() })
  attempt('withStoreScope', () => {
    const scope: any = tracescope.withStoreScope(plain, 'scope')
    look('scope')
    scope[dispose]()
  })
  attempt(
    'bounded.withScope', () => { const scope: any = bounded.withScope({ id: 15 }); look('scope'); scope[dispose]() }
  )
  attempt('isolate', () =>
    tracescope.isolate((a: number) => { first.enterWith('isolated'); look('fn'); return a }, undefined, 1))
  return log
}

interface Replaceable {
  readonly path: string
  readonly target: object
  readonly key: PropertyKey
  readonly descriptor: PropertyDescriptor
}

const { apply, defineProperty, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
const { write } = process.stdout
const { stringify } = JSON
const { String } = globalThis

/**
 * All functions and getters of the language that can be replaced: what is global, and what instances of that inherit
 * from.
 */
function replaceables(): Replaceable[] {
  const found: Replaceable[] = []
  const seen = new Set<unknown>([globalThis, process])
  const walk = (path: string, target: any): void => {
    if ((typeof target !== 'object' && typeof target !== 'function') || target === null || seen.has(target)) return
    seen.add(target)
    for (const key of ownKeys(target)) {
      const descriptor = getOwnPropertyDescriptor(target, key)!
      const { value, get, configurable, writable } = descriptor
      if (key === 'constructor') continue
      if (typeof value === 'function' || get !== undefined) {
        if (configurable || writable) found[found.length] = { path: `${path}.${String(key)}`, target, key, descriptor }
      }
      if (value !== undefined && key !== 'prototype') walk(`${path}.${String(key)}`, value)
      if (key === 'prototype') walk(`${path}#`, value)
    }
  }
  for (const name of LANGUAGE) walk(name, (globalThis as any)[name])
  const more = {
    'array iterators': getPrototypeOf([][Symbol.iterator]()), 'map iterators': getPrototypeOf(new Map().entries()),
    'set iterators': getPrototypeOf(new Set().values()), 'string iterators': getPrototypeOf(''[Symbol.iterator]()),
    'generators': getPrototypeOf(getPrototypeOf(generator())!),
    'async generators': getPrototypeOf(getPrototypeOf(asyncGenerator())!),
    'iterators': getPrototypeOf(getPrototypeOf([][Symbol.iterator]())!)
  }
  for (const [name, target] of Object.entries(more)) walk(name, target)
  return found
}

/** What is global in a realm that has nothing but the language, but for what has nothing to do with any of this. */
const LANGUAGE = (runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[])
  .filter((name) =>
    name in globalThis && !/^(globalThis|Atomics|Intl|Temporal|WebAssembly|Date|.*(Float|Int|Uint)\w*)$/.test(name))

const isSame = (log: readonly string[], other: readonly string[]): string | undefined => {
  for (let i = 0; i < log.length || i < other.length; i++) {
    if (log[i] !== other[i]) return `${log[i]}, not ${other[i]}`
  }
  return undefined
}

async function main(): Promise<void> {
  const all = replaceables()
  const names = LANGUAGE
  await exercise()
  const expected = await exercise()
  const differing: Record<string, string> = {}
  let count = 0
  const attack = async (
    path: string, target: object, key: PropertyKey, descriptor: PropertyDescriptor, by: PropertyDescriptor
  ): Promise<void> => {
    if (!defineProperty(target, key, by)) return
    count++
    let seen: string[]
    try {
      seen = await exercise()
    } catch (error) {
      seen = [`failed ${error}`]
    }
    defineProperty(target, key, descriptor)
    const difference = isSame(seen, expected)
    if (difference !== undefined) differing[path] = difference
  }
  for (let i = 0; i < all.length; i++) {
    const { path, target, key, descriptor } = all[i]!
    const replacement = { value() { return 'hijacked' } }.value
    await attack(
      path, target, key, descriptor,
      descriptor.get ? { ...descriptor, get: replacement } : { ...descriptor, value: replacement }
    )
  }
  for (let i = 0; i < names.length; i++) {
    const descriptor = getOwnPropertyDescriptor(globalThis, names[i]!)!
    if (descriptor.configurable) await attack(names[i]!, globalThis, names[i]!, descriptor, {
      value: undefined, writable: true, configurable: true, enumerable: false
    })
  }
  apply(write, process.stdout, [stringify({ count, differing, lines: expected.length })])
}

main()
