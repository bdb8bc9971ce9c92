import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import diagnosticsChannel, { channel, tracingChannel } from 'node:diagnostics_channel'
import type { Store } from '../../types.js'
import { EVENTS, type Kind, type Shape } from '../shapes.js'

/** Makes so many calls. */
type Loop = (times: number) => unknown

/** Calls of one shape, and what they come to without any tracing: the function and the transforms alone. */
export interface Subject {
  calls: Loop
  without: Loop
}

/** Promises are awaited by so many. */
const WAVE = 16

interface Value { readonly i: number }

/** Makes the calls of a shape, in a context as large as theirs, by channels and storages of their own. */
export function makeSubject(shape: Shape): Subject {
  const count = Math.max(1, shape.plain + shape.transformed)
  const stores = Array.from({ length: count }, () => new AsyncLocalStorage<unknown>())
  const others = Array.from({ length: Math.max(0, shape.size - (shape.isHeld ? count : 0)) }, () => new AsyncLocalStorage<unknown>())
  const outer = [...others, ...shape.isHeld || shape.kind === 'run (current value)' ? stores : []]
  const loops = { calls: callsOf(shape, stores), without: callsWithout(shape) }
  let around = (): AsyncResource => new AsyncResource('tracescope.calibration')
  for (const storage of outer) {
    const inner = around
    around = () => storage.run(HELD, inner)
  }
  const context = EMPTY.runInAsyncScope(around)
  return {
    calls: (times) => context.runInAsyncScope(loops.calls, undefined, times),
    without: (times) => context.runInAsyncScope(loops.without, undefined, times)
  }
}

/** Whatever is entered in it stays in it: `run` leaves its storage in the context outside, without a value. */
const EMPTY = new AsyncResource('tracescope.calibration')

const HELD = { i: -1 }

// Of each shape its own: a program's calls have functions of their own, too.
const makeFunction = () => (value: Value): Value => value
const makeTransform = () => (message: Value): { message: Value } => ({ message })

function callsOf({ kind, plain, transformed, heard }: Shape, stores: ReadonlyArray<AsyncLocalStorage<unknown>>): Loop {
  const symbols = Object.fromEntries(EVENTS.map((event) => [event, channel(Symbol(`tracescope.calibration.${event}`))]))
  const traced: any = tracingChannel(symbols as never)
  const start: any = symbols['start']
  for (const [i, event] of EVENTS.entries()) if (heard >> i & 1) symbols[event]!.subscribe(() => {})
  for (const [i, store] of stores.slice(0, plain + transformed).entries()) start.bindStore(store, i < plain ? undefined : makeTransform())
  const storage = stores[0] as unknown as Store & { exit: AsyncLocalStorage<unknown>['exit'] }
  const fn = makeFunction()
  switch (kind) {
    case 'traceSync': return (times) => { for (let i = 0; i < times; i++) traced.traceSync(fn, { i }, undefined, { i }) }
    case 'tracePromise': {
      const later = (value: Value): Promise<Value> => Promise.resolve(fn(value))
      return async (times) => {
        for (let i = 0; i < times;) {
          let last
          for (const end = i + WAVE; i < end; i++) last = traced.tracePromise(later, { i }, undefined, { i })
          await last
        }
      }
    }
    case 'traceCallback': {
      const back = (value: Value, callback: (error: null, value: Value) => void): void => callback(null, fn(value))
      return (times) => { for (let i = 0; i < times; i++) traced.traceCallback(back, 1, { i }, undefined, { i }, ignore) }
    }
    case 'runStores': return (times) => { for (let i = 0; i < times; i++) start.runStores({ i }, fn, undefined, { i }) }
    case 'withStoreScope': return scoped((i) => start.withStoreScope({ i }), fn)
    case 'BoundedChannel': {
      const bounded = (diagnosticsChannel as any).boundedChannel({ start, end: symbols['end'] })
      return scoped((i) => bounded.withScope({ i }), fn)
    }
    case 'run': return (times) => { for (let i = 0; i < times; i++) storage.run({ i }, fn, { i }) }
    case 'run (current value)': return (times) => { for (let i = 0; i < times; i++) storage.run(HELD, fn, { i }) }
    case 'exit': return (times) => { for (let i = 0; i < times; i++) storage.exit(fn, { i }) }
    case 'enterWith': return (times) => { for (let i = 0; i < times; i++) { storage.enterWith({ i }); fn({ i }) } }
    case 'AsyncLocalStorage#withScope': return scoped((i) => storage.withScope!({ i }), fn)
  }
}

function scoped(open: (i: number) => Disposable, fn: (value: Value) => unknown): Loop {
  return (times) => {
    for (let i = 0; i < times; i++) {
      const scope = open(i)
      fn({ i })
      scope[Symbol.dispose]()
    }
  }
}

function ignore(): void {}

const WITHOUT_A_MESSAGE: readonly Kind[] = ['run (current value)', 'exit']

/** The same loop, and the same objects made: the message, the argument, and what the transforms make of them. */
function callsWithout({ kind, transformed }: Shape): Loop {
  const fn = makeFunction()
  const transforms = Array.from({ length: transformed }, makeTransform)
  const message = WITHOUT_A_MESSAGE.includes(kind) ? () => HELD : (i: number): Value => ({ i })
  let last: unknown
  const call = (i: number): void => {
    const made = message(i)
    last = made
    for (let n = 0; n < transforms.length; n++) last = transforms[n]!(made)
  }
  if (kind === 'tracePromise') {
    return async (times) => {
      for (let i = 0; i < times;) {
        let last
        for (const end = i + WAVE; i < end; i++) {
          call(i)
          last = Promise.resolve(fn({ i }))
        }
        await last
      }
    }
  }
  return (times) => {
    for (let i = 0; i < times; i++) {
      call(i)
      last = fn({ i })
    }
    return last
  }
}
