import { channel, type Channel } from 'node:diagnostics_channel'
import { types } from 'node:util'
import { boundTo } from '../world/bound.js'
import type { Channels, Tracer } from '../world/ground.js'

type AnyFunction = (...args: any[]) => unknown

// What Node 26 does, in the plainest words: lib/internal/async_local_storage/run_scope.js and
// lib/diagnostics_channel.js of 26.10, with nothing but the public methods of storages and channels.

// What a subscriber throws surfaces on the next tick, as what a transform throws has to.
const failures = channel(Symbol('failures'))
failures.subscribe((error) => { throw error })

/** `storage.withScope(value)`. */
function withScope(storage: any, value: unknown): Disposable {
  if (typeof storage.withScope === 'function') return storage.withScope(value)
  const previous = storage.getStore()
  storage.enterWith(value)
  return once(() => storage.enterWith(previous))
}

function withStoreScope(channel: Channel, message: unknown): Disposable {
  if (!channel.hasSubscribers) return once(() => {})
  const scopes: Disposable[] = []
  const leave = (): void => { for (const scope of scopes.reverse()) scope[Symbol.dispose]() }
  for (const [store, transform] of boundTo(channel) ?? []) {
    let value = message
    if (transform) {
      try {
        value = transform(message)
      } catch (error) {
        failures.publish(error)
        continue
      }
    }
    scopes.push(withScope(store, value))
  }
  channel.publish(message)
  return once(leave)
}

function openWindow(start: Channel, end: Channel, context: unknown): Disposable {
  if (!start.hasSubscribers && !end.hasSubscribers) return once(() => {})
  const scope = withStoreScope(start, context)
  return once(() => {
    end.publish(context)
    scope[Symbol.dispose]()
  })
}

function once(dispose: () => void): Disposable {
  let disposed = false
  return {
    [Symbol.dispose]() {
      if (disposed) return
      disposed = true
      dispose()
    }
  }
}

function boundedChannel({ start, end }: Channels): any {
  return {
    withScope: (context: unknown) => openWindow(start, end, context),
    run(context: unknown, fn: AnyFunction, self: unknown, ...args: unknown[]) {
      using _window = openWindow(start, end, context)
      return Reflect.apply(fn, self, args)
    }
  }
}

/** The traces of Node 26 on five channels. */
function tracingChannel(channels: Channels): any {
  const { start, end, asyncStart, asyncEnd, error } = channels
  const listened = (): boolean => Object.values(channels).some(({ hasSubscribers }) => hasSubscribers)
  const publishError = (context: any, thrown: unknown): void => {
    context.error = thrown
    error.publish(context)
  }
  const inWindow = (context: any, fn: () => any): any => {
    using _window = openWindow(start, end, context)
    try {
      return fn()
    } catch (thrown) {
      publishError(context, thrown)
      throw thrown
    }
  }
  const settled = (context: any): void => openWindow(asyncStart, asyncEnd, context)[Symbol.dispose]()

  return {
    traceSync(fn: AnyFunction, context: any = {}, self?: unknown, ...args: unknown[]) {
      if (!listened()) return Reflect.apply(fn, self, args)
      return inWindow(context, () => context.result = Reflect.apply(fn, self, args))
    },

    tracePromise(fn: AnyFunction, context: any = {}, self?: unknown, ...args: unknown[]) {
      if (!listened()) return Reflect.apply(fn, self, args)
      const fulfil = (value: unknown): unknown => {
        context.result = value
        settled(context)
        return value
      }
      const fail = (thrown: unknown): void => {
        publishError(context, thrown)
        settled(context)
      }
      return inWindow(context, () => {
        const result: any = Reflect.apply(fn, self, args)
        if (types.isPromise(result)) return result.then(fulfil, (thrown) => { fail(thrown); throw thrown })
        result.then(fulfil, fail)
        return result
      })
    },

    traceCallback(fn: AnyFunction, position = -1, context: any = {}, self?: unknown, ...args: any[]) {
      if (!listened()) return Reflect.apply(fn, self, args)
      const callback = args.at(position)
      function called(this: unknown, ...given: unknown[]): unknown {
        const [thrown, result] = given
        if (thrown) publishError(context, thrown)
        else context.result = result
        using _window = openWindow(asyncStart, asyncEnd, context)
        return Reflect.apply(callback, this, given)
      }
      return inWindow(context, () => Reflect.apply(fn, self, args.with(position, called)))
    }
  }
}

/** What Node 26 does, in the host's public methods. */
export const reference: Tracer = { tracingChannel, boundedChannel, withStoreScope, withScope }
