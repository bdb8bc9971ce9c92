import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import diagnosticsChannel, { channel, tracingChannel, type Channel } from 'node:diagnostics_channel'
import { storagesUseAsyncHooks } from '../../context/storages-use-async-hooks.js'
import type { AnyFunction } from '../../types.js'
import { EVENTS, STORAGE_KINDS, type Kind, type Shape } from '../shapes.js'

/** Makes so many calls. */
type Loop = (times: number) => unknown

/** Calls of one shape, and what they come to without any tracing: the function and the transforms alone. */
export interface Subject {
  calls: Loop
  without: Loop
}

/**
 * So many places in the code make the calls of a shape, each by a channel, storages and functions of its own. In a
 * program it is many functions that Node calls from one line, and V8 can't inline them there; in one loop around one
 * call it would. For a server on Node 24 with one store the estimate was then a quarter of the share that a CPU profile
 * showed.
 */
export const SITES = 32

/** Makes the calls of a shape, in a context as large as theirs. */
export function makeSubject(shape: Shape): Subject {
  const sites = Array.from({ length: SITES }, () => makeSite(shape))
  const turn = (name: keyof Subject) => async (times: number): Promise<void> => {
    for (const site of sites) await site[name](times / SITES)
  }
  const turnNow = (name: keyof Subject) => (times: number): void => {
    for (const site of sites) site[name](times / SITES)
  }
  const take = shape.kind === 'tracePromise' ? turn : turnNow
  return { calls: take('calls'), without: take('without') }
}

/**
 * With async_hooks each promise is handed the values of all storages that were ever entered: there all places have the
 * same ones.
 */
const POOL: Array<AsyncLocalStorage<unknown>> = []

function makeSite(shape: Shape): Subject {
  const count = Math.max(1, shape.plain + shape.transformed)
  const stores = Array.from({ length: count }, (_, i) =>
    storagesUseAsyncHooks ? POOL[i] ??= new AsyncLocalStorage() : new AsyncLocalStorage())
  const others = Array.from({ length: Math.max(0, shape.size - (shape.isHeld ? count : 0)) }, () =>
    new AsyncLocalStorage<unknown>())
  const outer = [...others, ...shape.isHeld || shape.kind === 'run (current value)' ? stores : []]
  let around = (): AsyncResource => new AsyncResource('tracescope.calibration')
  for (const storage of outer) {
    const inner = around
    around = () => storage.run(HELD, inner)
  }
  const context = EMPTY.runInAsyncScope(around)
  const { calls, without } = loopsOf(shape, stores)
  return {
    calls: (times) => context.runInAsyncScope(calls, undefined, times),
    without: (times) => context.runInAsyncScope(without, undefined, times)
  }
}

/** Whatever is entered in it stays in it: `run` leaves its storage in the context outside, without a value. */
const EMPTY = new AsyncResource('tracescope.calibration')

const HELD = { i: -1 }

/**
 * The call of each kind, as it is written in a program, and what is left of it without: the function, and the objects
 * that are made.
 */
const CALLS: Readonly<Record<Kind, readonly [call: string, without: string]>> = {
  traceSync: ['traced.traceSync(fn, { i }, undefined, { i })', 'make({ i }); fn({ i })'],
  tracePromise: ['last = traced.tracePromise(later, { i }, undefined, { i })', 'make({ i }); last = later({ i })'],
  traceCallback: ['traced.traceCallback(back, 1, { i }, undefined, { i }, called)', 'make({ i }); back({ i }, called)'],
  runStores: ['traced.start.runStores({ i }, fn, undefined, { i })', 'make({ i }); fn({ i })'],
  withStoreScope: [
    'const scope = traced.start.withStoreScope({ i }); fn({ i }); scope[Symbol.dispose]()', 'make({ i }); fn({ i })'
  ],
  BoundedChannel: [
    'const scope = bounded.withScope({ i }); fn({ i }); scope[Symbol.dispose]()', 'make({ i }); fn({ i })'
  ],
  run: ['storage.run({ i }, fn, { i })', 'make({ i }); fn({ i })'],
  'run (current value)': ['storage.run(held, fn, { i })', 'fn({ i })'],
  exit: ['storage.exit(fn, { i })', 'fn({ i })'],
  enterWith: ['storage.enterWith({ i }); fn({ i })', 'make({ i }); fn({ i })'],
  'AsyncLocalStorage#withScope': [
    'const scope = storage.withScope({ i }); fn({ i }); scope[Symbol.dispose]()', 'make({ i }); fn({ i })'
  ]
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  fn: 'function (value) { return value }',
  later: 'function (value) { return Promise.resolve(value) }',
  back: 'function (value, callback) { callback(null, value) }',
  called: 'function (error, value) { return value }'
}

/** The functions of one place. */
interface Functions {
  readonly subscribers: readonly AnyFunction[]
  readonly transforms: readonly AnyFunction[]
  loops(traced: unknown, bounded: unknown, make: (message: unknown) => void): Subject
}

let compiled = 0

/**
 * Makes the functions of a place, of code. They have feedback of their own for V8, for no two places have the same
 * text. It is one text a place, and in brackets, which V8 compiles at once: to compile took most of the time until the
 * first call.
 */
function compile(
  kind: Kind, subscribers: number, transforms: number, storage: AsyncLocalStorage<unknown> | undefined
): Functions {
  const [call, without] = CALLS[kind]
  const used = Object.entries(FUNCTIONS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(call))
  const several = (count: number, code: string): string => `[${Array(count).fill(`(${code})`).join()}]`
  const loop = (code: string): string =>
    `((times) => { let last; for (let i = 0; i < times; i++) { ${code} } return last })`
  return new Function('storage, held', `/* ${compiled++} */
    ${used.map(([name, code]) => `const ${name} = (${code})`).join('\n')}
    return {
      subscribers: ${several(subscribers, 'function (message) { return message }')},
      transforms: ${several(transforms, 'function (message) { return { message } }')},
      loops: ((traced, bounded, make) => ({ calls: ${loop(call)}, without: ${loop(without)} }))
    }
  `)(storage, HELD)
}

function loopsOf(
  { kind, plain, transformed, heard }: Shape, stores: ReadonlyArray<AsyncLocalStorage<unknown>>
): Subject {
  const events = EVENTS.filter((_, i) => heard >> i & 1)
  const { subscribers, transforms, loops } = compile(kind, events.length, transformed, stores[0])
  const make = (message: unknown): void => { for (let i = 0; i < transforms.length; i++) transforms[i]!(message) }
  if (STORAGE_KINDS.includes(kind)) return loops(undefined, undefined, make)
  const channels = Object.fromEntries(EVENTS.map((event) =>
    [event, channel(Symbol(`tracescope.calibration.${event}`))]))
  const { start, end } = channels as { start: Channel, end: Channel }
  for (const [i, event] of events.entries()) channels[event]!.subscribe(subscribers[i]!)
  for (const [i, store] of stores.slice(0, plain + transformed).entries()) {
    if (i < plain) start.bindStore(store)
    else start.bindStore(store, transforms[i - plain]!)
  }
  const { boundedChannel } = diagnosticsChannel as unknown as { boundedChannel?: (channels: object) => unknown }
  return loops(tracingChannel(channels as never), boundedChannel?.({ start, end }), make)
}
