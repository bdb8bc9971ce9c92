import { inspect } from 'node:util'
import { isAsyncFunction, isPromise } from 'node:util/types'
import { Object } from '../primordials.js'
import type { AnyFunction } from '../types.js'
import { type Call, callOf } from './call.js'
import { isPending, whenSettled } from './promises.js'
import { mayHaveMethod } from './properties.js'
import { type Code, report } from './report.js'
import { type ContextUse, isObject, use, whyUnfit } from './trace-context.js'

// Traces by the API and the host's own, looked at from outside: the method is called as it was, and gives what it gave.

/** A call of a trace. */
interface Traced {
  readonly method: Function
  readonly channel: any
  /** The arguments that the trace is called with: what is looked into may be put around one. */
  readonly args: unknown[]
  readonly use: ContextUse | undefined
}

/** What there is to a trace: where it takes its context, and what is looked at before the call and after it. */
interface Kind {
  readonly contextAt: number
  readonly before?: (traced: Traced) => void
  readonly after?: (traced: Traced, result: any) => void
}

const KINDS: Readonly<Record<string, Kind>> = {
  traceSync: { contextAt: 1, after: checkIsSync },
  tracePromise: { contextAt: 1, before: watchForThenable },
  traceCallback: { contextAt: 2, before: watchCallback },
  trace: { contextAt: 1 },
  traceIterator: { contextAt: 1, before: watchForIteration },
  traceUntil: { contextAt: 2 }
}

/** The names of the methods that trace. */
export const TRACES: readonly string[] = Object.keys(KINDS)

/** Calls a trace, and tells what is wrong with it. `method` is what the user has called for it. */
export function callWatched(
  name: string, method: Function, trace: AnyFunction, channel: unknown, given: unknown[]
): unknown {
  const { contextAt, before, after } = KINDS[name]!
  const context = given[contextAt]
  const unfit = whyUnfit(context)
  if (unfit !== undefined) tell('TRACESCOPE_BAD_CONTEXT', method, `${name} was given ${unfit}`)
  const traced: Traced = { method, channel, args: [...given], use: useOf(context, name, method) }
  before?.(traced)
  let result: unknown
  try {
    result = Reflect.apply(trace, channel, traced.args)
  } finally {
    traced.use?.returned(result)
  }
  after?.(traced, result)
  return result
}

function useOf(context: unknown, name: string, method: Function): ContextUse | undefined {
  if (!isObject(context)) return undefined
  const { use: of, isShared } = use(context)
  if (isShared) {
    tell('TRACESCOPE_SHARED_CONTEXT', method, `${name} was given the context of a trace that is not over: ` +
      'each writes its result there')
  }
  return of
}

function checkIsSync({ method, args: [fn] }: Traced, result: unknown): void {
  if (!isPromise(result)) return
  if (isAsyncFunction(fn)) {
    tell('TRACESCOPE_PENDING_RESULT', method, `traceSync was called with the async ${nameOf(fn)}, ` +
      'and its result at `end` is a promise: trace it by tracePromise')
  } else if (isPending(result)) {
    tell('TRACESCOPE_PENDING_RESULT', method, `traceSync was called with ${nameOf(fn, 'a')} ` +
      'that returned a pending promise, which is its result at `end`: trace it by tracePromise')
  }
}

/** What the trace gives may be a promise of the host's. */
function watchForThenable({ method, args }: Traced): void {
  const [fn] = args
  if (typeof fn !== 'function') return
  args[0] = seeing(fn, (result) => {
    if (mayHaveMethod(result, 'then')) return
    tell('TRACESCOPE_NO_PROMISE', method, `tracePromise was called with the ${nameOf(fn)}, ` +
      'which returned no promise: trace it by traceSync, or by trace')
  })
}

/** Where nobody listens the function gets the callback itself, and is left alone. */
function watchCallback({ method, channel, args, use }: Traced): void {
  const [fn, position = -1, , , ...forFn] = args as [unknown, any?]
  const index = position < 0 ? position + forFn.length : position
  const callback: unknown = forFn[index]
  if (typeof fn !== 'function' || typeof callback !== 'function' || !channel?.hasSubscribers) return
  let isCalled = false
  // What the trace calls: fn sees that of the trace.
  args[4 + index] = function (this: unknown): unknown {
    isCalled = true
    return Reflect.apply(callback, this, arguments)
  }
  use?.until(() => !isCalled)
  args[0] = seeing(fn, (result) => {
    if (!isPromise(result)) return
    const call = callOf(method)
    whenSettled(result, () => {
      if (!isCalled) {
        tellAt(call, 'TRACESCOPE_NO_CALLBACK', `traceCallback was called with ${nameOf(fn, 'a')} ` +
          'that returned a promise, and had not called back when that was settled: trace it by tracePromise')
      }
    })
  })
}

const { then } = Promise.prototype

/** Where nobody listens nobody handles the promise but its user. */
function watchForIteration({ method, channel, args }: Traced): void {
  const [fn] = args
  if (typeof fn !== 'function') return
  const isHandled = Boolean(channel?.hasSubscribers)
  args[0] = seeing(fn, (result) => {
    if (!mayHaveMethod(result, 'then')) {
      if (!isIteration(result)) tellOfValue(callOf(method), '', result)
    } else if (isHandled && isOrdinary(result)) {
      const call = callOf(method)
      void Reflect.apply(then, result, [(value: unknown) => {
        if (!isIteration(value)) tellOfValue(call, 'of ', value)
      }, () => {}])
    }
  })
}

/** A promise that the trace chains, so that another reaction changes nothing. */
function isOrdinary(value: unknown): value is Promise<unknown> {
  return isPromise(value) && Object.getPrototypeOf(value) === Promise.prototype &&
    Object.keys(Object.getOwnPropertyDescriptors(value)).length === 0
}

function isIteration(value: unknown): boolean {
  return isObject(value) && (mayHaveMethod(value, 'next') || mayHaveMethod(value, Symbol.asyncIterator))
}

function tellOfValue(call: Call | undefined, of: '' | 'of ', value: unknown): void {
  const what = inspect(value, { depth: -1, customInspect: false })
  tellAt(call, 'TRACESCOPE_NO_ITERATION', 'traceIterator was called with a function that returned ' +
    `${of && 'a promise '}${of}no iteration, but ${of}${what}: trace it by trace`)
}

/** The same function, with its result looked at. */
function seeing(fn: Function, look: (result: unknown) => void): Function {
  const seen = function (this: unknown): unknown {
    const result: unknown = Reflect.apply(fn, this, arguments)
    look(result)
    return result
  }
  return Object.defineProperty(seen, 'name', { value: fn.name })
}

function nameOf(fn: unknown, article = ''): string {
  const name = typeof fn === 'function' && fn.name
  return name && !article ? `function '${name}'` : `${article && `${article} `}function`
}

function tell(code: Code, method: Function, message: string): void {
  tellAt(callOf(method), code, message)
}

function tellAt(call: Call | undefined, code: Code, message: string): void {
  if (call !== undefined) report(code, message, call)
}
