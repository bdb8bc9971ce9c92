import vm from 'node:vm'
import type { Notes } from './ground.js'

// What a function can give to tracePromise: promises that are native, and all that looks like one.

const Foreign = vm.runInNewContext('Promise') as PromiseConstructor

class Sub extends Promise<unknown> {}

class SubWithThen extends Promise<unknown> {
  static notes: Notes

  override then(f: any, g: any): any {
    SubWithThen.notes.add('own then of a subclass', f, g)
    return super.then(f, g)
  }
}

class SubOfNative extends Promise<unknown> {
  static override get [Symbol.species](): PromiseConstructor { return Promise }
}

type Make = (value: unknown, notes: Notes) => unknown

function later(turns: number, settle: () => void): void {
  if (turns === 0) settle()
  else void Promise.resolve().then(() => later(turns - 1, settle))
}

function define(target: object, property: PropertyKey, value: unknown): unknown {
  return Object.defineProperty(target, property, { value, configurable: true })
}

const makers = {
  'fulfilled': (value) => Promise.resolve(value),
  'rejected': (value) => Promise.reject(value),
  'fulfilled later': (value) => new Promise((resolve) => later(2, () => resolve(value))),
  'rejected later': (value) => new Promise((_resolve, reject) => later(2, () => reject(value))),
  'rejected in a timer': (value) => new Promise((_resolve, reject) => setImmediate(() => reject(value))),
  'pending': () => new Promise(() => {}),
  'the value': (value) => value,
  'fulfilled with a thenable': (value) => new Promise((resolve) => resolve({ then(f: any) { f(value) } })),
  'subclass': (value) => Sub.resolve(value),
  'subclass, rejected': (value) => Sub.reject(value),
  'subclass with then': (value, notes) => { SubWithThen.notes = notes; return SubWithThen.resolve(value) },
  'subclass with then, rejected': (value, notes) => { SubWithThen.notes = notes; return SubWithThen.reject(value) },
  'subclass with the species of Promise': (value) => SubOfNative.reject(value),
  'other realm': (value) => Foreign.resolve(value),
  'other realm, rejected': (value) => Foreign.reject(value),
  'spoofed constructor': (value) => define(Promise.resolve(value), 'constructor', Sub),
  'spoofed constructor, rejected': (value) => define(Promise.reject(value), 'constructor', Sub),
  'constructor that is none': (value) => define(Promise.resolve(value), 'constructor', 'text'),
  'constructor whose species is none': (value) =>
    define(Promise.resolve(value), 'constructor', { [Symbol.species]: 1 }),
  'constructor undefined': (value) => define(Promise.resolve(value), 'constructor', undefined),
  'constructor that throws': (value) => Object.defineProperty(Promise.resolve(value), 'constructor', {
    get() { throw new Error('from constructor') }
  }),
  'own then': (value, notes) => {
    const promise = Promise.resolve(value)
    return define(promise, 'then', (f: any, g: any) => {
      notes.add('own then', f, g)
      return Promise.prototype.then.call(promise, f, g)
    })
  },
  'own then that is none': (value) => define(Promise.resolve(value), 'then', 'text'),
  'own then that throws': (value) => define(Promise.resolve(value), 'then', () => { throw value }),
  'without prototype': (value) => Object.setPrototypeOf(Promise.resolve(value), null),
  'with the prototype of another': (value) => Object.setPrototypeOf(Promise.resolve(value), Foreign.prototype),
  'only the prototype': () => Object.create(Promise.prototype),
  'proxy of a promise': (value) => new Proxy(Promise.resolve(value), {}),
  'proxy that is watched': (value, notes) => new Proxy({ then(f: any) { f(value) } }, {
    get(target: any, key) { notes.add('get', key); return target[key] },
    has(target, key) { notes.add('has', key); return key in target },
    getPrototypeOf(target) { notes.add('getPrototypeOf'); return Object.getPrototypeOf(target) }
  }),
  'synchronous': (value, notes) => ({
    then(f: any, g: any) {
      notes.add('then', f, g)
      notes.add('gave', f(value))
      return { ignored: true }
    }
  }),
  'synchronous, rejected': (value, notes) => ({ then(_f: any, g: any) { notes.add('gave', g(value)) } }),
  'both': (value) => ({ then(f: any, g: any) { f(value); g(value); f(value) } }),
  'both, rejected first': (value) => ({ then(f: any, g: any) { g(value); f(value) } }),
  'asynchronous': (value) => ({ then(f: any) { later(2, () => f(value)) } }),
  'asynchronous, twice': (value) => ({ then(f: any, g: any) { setImmediate(() => { f(value); g(value) }) } }),
  'throwing': (value) => ({ then() { throw value } }),
  'throwing after a call': (value) => ({ then(f: any) { f('first'); throw value } }),
  'getter': (value, notes) => Object.defineProperty({}, 'then', {
    get() { notes.add('then read'); return (f: any) => f(value) }
  }),
  'getter that throws': (value) => Object.defineProperty({}, 'then', { get() { throw value } }),
  'getter, once': (value) => {
    let reads = 0
    return Object.defineProperty({}, 'then', { get: () => reads++ === 0 ? (f: any) => f(value) : undefined })
  },
  'never': () => ({ then() {} }),
  'function': (value) => Object.assign(function callable() {}, { then(f: any) { f(value) } }),
  'of a thenable': (value) => ({ then(f: any) { f({ then(h: any) { h(value) } }) } }),
  'then of a promise': (value) => {
    const promise = Promise.resolve(value)
    return { then: promise.then.bind(promise) }
  }
} satisfies Record<string, Make>

export type Outcome = keyof typeof makers

export const OUTCOMES = Object.keys(makers) as Outcome[]

/** Makes what a traced function gives. */
export function makeOutcome(outcome: Outcome, value: unknown, notes: Notes): unknown {
  return (makers[outcome] as Make)(value, notes)
}
