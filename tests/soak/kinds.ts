import { AsyncResource } from 'node:async_hooks'
import { boundedChannel, withScope, withStoreScope } from 'tracescope'
import type { Population } from './population.js'

/** A call of one kind: on a tracing channel, with a context. What it gives is awaited, whether it rejects or not. */
export type Kind = (channel: any, context: any, population: Population) => unknown

const FAILURE = new Error('on purpose')
const nothing = (): void => {}
const fail = (): never => { throw FAILURE }

function ignoringFailure(fn: () => unknown): void {
  try {
    fn()
  } catch (error) {
    if (error !== FAILURE) throw error
  }
}

/** A library's own type of promise. */
class Query extends Promise<unknown> {}

/** The kinds of calls, by name. */
export const kinds: Readonly<Record<string, Kind>> = {
  sync: (channel, context) => channel.traceSync(nothing, context, channel, 1, 2),
  syncThrowing: (channel, context) => ignoringFailure(() => channel.traceSync(fail, context)),

  promise: (channel, context) =>
    channel.tracePromise(async (value: unknown) => { await null; return value }, context, undefined, context),
  promiseRejecting: (channel, context) => channel.tracePromise(async () => { await null; fail() }, context),
  promiseThrowing: (channel, context) => ignoringFailure(() => channel.tracePromise(fail, context)),
  promiseLater: (channel, context) => channel.tracePromise(() => new Promise(setImmediate), context),
  promiseNever: (channel, context) => void channel.tracePromise(() => new Promise(nothing), context),
  promiseOfItsOwn: (channel, context) => channel.tracePromise(() => Query.resolve(context), context),

  thenable: (channel, context) =>
    channel.tracePromise(() => ({ then: (resolve: any) => { resolve?.(context) } }), context),
  thenableOfBothMinds: (channel, context) =>
    void channel.tracePromise(
      () => ({ then: (resolve: any, reject: any) => { resolve?.(1); reject?.(FAILURE); return {} } }), context
    ),
  thenableNever: (channel, context) => void channel.tracePromise(() => ({ then: nothing }), context),

  callback: (channel, context) =>
    channel.traceCallback((callback: any) => { callback(null, context) }, 0, context, undefined, nothing),
  callbackFailing: (channel, context) =>
    channel.traceCallback((callback: any) => { callback(FAILURE) }, -1, context, undefined, nothing),
  callbackTwice: (channel, context) =>
    channel.traceCallback((callback: any) => { callback(); callback() }, 0, context, undefined, nothing),
  callbackLater: (channel, context) =>
    new Promise((resolve) => channel.traceCallback(queueMicrotask, 0, context, undefined, resolve)),
  callbackNever: (channel, context) => channel.traceCallback(nothing, 0, context, undefined, nothing),

  runStores: (channel, context) => channel.start.runStores(context, nothing),
  runStoresThrowing: (channel, context) => ignoringFailure(() => channel.asyncStart.runStores(context, fail)),

  nested: (channel, context, population) => channel.traceSync(() => {
    const inner = population.anyChannel()
    inner.start.runStores(context, () =>
      population.anyChannel().traceCallback((callback: any) => { callback() }, 0, {}, undefined, nothing))
    ignoringFailure(() => inner.traceSync(() => population.anyChannel().traceSync(fail)))
    return inner.tracePromise(async () => { await null }, {})
  }, context),

  window: (channel, context) => boundedChannel(channel).run(context, nothing),
  scopesOutOfOrder: (channel, context, population) => new AsyncResource('soak').runInAsyncScope(() => {
    const [first, second] = [population.anyStore(), population.anyStore()]
    const scopes = [withScope(first, context), withStoreScope(channel.start, context), withScope(second, context)]
    for (const scope of scopes) scope[Symbol.dispose]()
  })
}
