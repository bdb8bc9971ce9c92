import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'

// What is done while a function is replaced. It calls nothing but what it is about: all else is syntax.

const { setImmediate: later } = globalThis
const dispose: typeof Symbol.dispose = Symbol.dispose

/** Who traces. Without types: they are called as they come. */
export interface Tracing {
  tracingChannel(name: string): any
  boundedChannel?: ((name: string) => any) | undefined
  withStoreScope?: ((channel: any, message: unknown) => Disposable) | undefined
  withScope?: ((storage: any, value: unknown) => Disposable) | undefined
  /** What there is besides, and the host has not. */
  more?: ((attempt: Attempt) => void) | undefined
}

type Attempt = (what: string, fn: () => unknown) => void

/** The host, whoever has changed it. */
export const host: Tracing = {
  tracingChannel: (name) => diagnosticsChannel.tracingChannel(name),
  ...'boundedChannel' in diagnosticsChannel && {
    boundedChannel: (name) => (diagnosticsChannel as any).boundedChannel(name),
    withStoreScope: (channel, message) => channel.withStoreScope(message)
  },
  ...'withScope' in AsyncLocalStorage.prototype && { withScope: (storage, value) => storage.withScope(value) }
}

/** The same channels each time: a host may run out of them. */
const NAME = 'attacks'
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
const TURNS = 3
const kept = EVENTS.map((event) => diagnosticsChannel.channel(`tracing:${NAME}:${event}`))

/** Who writes down what the process hears of. */
export const heard: { note?: (what: string) => void } = {}

/**
 * Traces in every way there is, with stores, transforms and subscribers, and writes down what is seen of it.
 *
 * @param done is called some turns of the event loop later, with what puts the channels back as they were
 */
export function attacked(tracing: Tracing, lines: string[], done: (cleanUp: () => void) => void): void {
  const note = (line: string): void => { lines[lines.length] = line }
  heard.note = note
  const cleaning: Array<() => void> = []
  const cleanUp = (): void => { for (const clean of cleaning) clean() }
  try {
    trace(tracing, note, cleaning)
  } catch (error) {
    note(`ended by ${show(error)}`)
  }
  let turns = 0
  const turn = (): void => {
    note('turn')
    if (++turns < TURNS) later(turn)
    else done(cleanUp)
  }
  later(turn)
}

function trace(tracing: Tracing, note: (line: string) => void, cleaning: Array<() => void>): void {
  const first = new AsyncLocalStorage<any>()
  const second = new AsyncLocalStorage<any>()
  const look = (where: string): void => note(`${where} ${show(first.getStore())} ${show(second.getStore())}`)
  const attempt: Attempt = (what, fn) => {
    try {
      const result = fn()
      note(`${what} gave ${show(result)}`)
    } catch (error) {
      note(`${what} threw ${show(error)}`)
    }
    look('after')
  }
  cleaning[cleaning.length] = () => { first.disable(); second.disable() }
  const { start, asyncStart } = { start: kept[0]!, asyncStart: kept[2]! }
  const traced = tracing.tracingChannel(NAME)
  const watch = (event: typeof EVENTS[number]): void => {
    const channel = traced[event]
    const subscriber = (message: any): void => {
      look(`${event} of ${show(message)} with ${show(message?.result)} and ${show(message?.error)}`)
      if (message?.name === 'subscriber throws' && event === 'start') throw new Error('of a subscriber')
    }
    channel.subscribe(subscriber)
    cleaning[cleaning.length] = () => channel.unsubscribe(subscriber)
  }
  function fn(this: any, a: unknown, b: unknown): unknown {
    look(`fn of ${show(this)} ${show(a)} ${show(b)}`)
    return a
  }
  const self = { name: 'self' }
  const everything = (): void => {
    attempt('runStores', () => traced.start.runStores({ name: 'runStores' }, fn, self, 1, 2))
    attempt('publish', () => traced.start.publish({ name: 'publish' }))
    attempt('traceSync', () => traced.traceSync(fn, { name: 'traceSync' }, self, 1, 2))
    attempt('traceSync without a context', () => traced.traceSync(fn))
    attempt('traceSync that throws', () => traced.traceSync(() => { throw new Error('of fn') }, { name: 'throws' }))
    attempt('traceSync within traceSync', () =>
      traced.traceSync(() => traced.traceSync(fn, { name: 'inner' }), { name: 'outer' }))
    attempt('tracePromise', () =>
      follow(traced.tracePromise(async () => { look('fn'); return 1 }, { name: 'tracePromise' })))
    attempt('tracePromise, rejected', () =>
      follow(traced.tracePromise(async () => { throw new Error('of a promise') }, { name: 'rejected' })))
    attempt('tracePromise of a thenable', () =>
      follow(traced.tracePromise(() => ({ then(f: any) { f(2) } }), { name: 'thenable' })))
    attempt('traceCallback', () =>
      traced.traceCallback((callback: any) => callback(null, 3), 0, { name: 'traceCallback' }, self, called))
    attempt('traceCallback, failed', () =>
      traced.traceCallback((callback: any) => callback(new Error('of fn')), -1, { name: 'failed' }, self, called))
    attempt('traceCallback, later', () =>
      traced.traceCallback((callback: any) => { later(callback, null, 4) }, 0, { name: 'later' }, self, called))
    attempt('traceCallback without one', () => traced.traceCallback(fn, 0, { name: 'none' }, self))
    attempt('boundedChannel', () => tracing.boundedChannel?.(NAME).run({ name: 'bounded' }, fn, self, 1, 2))
    attempt('withStoreScope', () => {
      const scope = tracing.withStoreScope?.(traced.start, { name: 'scope' })
      look('in the scope')
      scope?.[dispose]()
    })
  }
  function called(this: any, error: unknown, result: unknown): void {
    look(`callback of ${show(this)} ${show(error)} ${show(result)}`)
  }
  const follow = async (promise: unknown): Promise<void> => {
    try {
      look(`fulfilled ${show(await promise)}`)
    } catch (error) {
      look(`rejected ${show(error)}`)
    }
  }
  everything()
  for (let nth = 0; nth < EVENTS.length; nth++) attempt('subscribe', () => watch(EVENTS[nth]!))
  everything()
  cleaning[cleaning.length] = () => {
    for (const channel of [start, asyncStart]) for (const store of [first, second]) channel.unbindStore(store)
  }
  attempt('bindStore', () => start.bindStore(first))
  everything()
  attempt('bindStore with a transform', () => start.bindStore(second, (message: any) => {
    look('transform')
    if (message?.name === 'transform throws') throw new Error('of a transform')
    return { name: 'transformed' }
  }))
  attempt('bindStore', () => asyncStart.bindStore(first))
  everything()
  attempt('a subscriber that throws', () => traced.traceSync(fn, { name: 'subscriber throws' }))
  attempt('a transform that throws', () => traced.traceSync(fn, { name: 'transform throws' }))
  attempt('run', () => first.run({ name: 'run' }, () => traced.traceSync(fn, { name: 'in run' })))
  attempt('exit', () => first.exit(() => look('in exit')))
  attempt('withScope', () => {
    const scope = tracing.withScope?.(first, { name: 'withScope' })
    look('in the scope')
    scope?.[dispose]()
  })
  attempt('a snapshot within a trace', () => traced.traceSync(() => AsyncLocalStorage.snapshot(), { name: 'kept' })(fn))
  attempt('a bound function within a trace', () => traced.traceSync(() => AsyncResource.bind(fn), { name: 'kept' })())
  attempt('enterWith', () => second.enterWith({ name: 'entered' }))
  attempt('traceSync after enterWith', () => traced.traceSync(fn, { name: 'traceSync' }))
  attempt('disable', () => second.disable())
  attempt('traceSync after disable', () => traced.traceSync(fn, { name: 'traceSync' }))
  attempt('unbindStore', () => start.unbindStore(second))
  attempt('traceSync after unbindStore', () => traced.traceSync(fn, { name: 'traceSync' }))
  tracing.more?.(attempt)
}

function show(value: any): string {
  if (value === null) return 'null'
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object') return typeof value === 'symbol' ? 'a symbol' : `${value}`
  return `{${value.name === 'Error' ? '' : value.name} ${value.message}}`
}
