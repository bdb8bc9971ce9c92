import { channel, type Channel } from 'node:diagnostics_channel'
import { types } from 'node:util'
import { boundTo } from './bound.js'
import type { FiveChannels, Traces } from './tracers.js'

// What Node 26 does, in the plainest words: lib/internal/async_local_storage/run_scope.js and lib/diagnostics_channel.js
// of 26.10, with nothing but the public methods of storages and channels.

// What a subscriber throws surfaces on the next tick, as what a transform throws has to.
const failures = channel(Symbol('failures'))
failures.subscribe((error) => { throw error })

/** `storage.withScope(value)`. */
export function withScope(storage: any, value: unknown): Disposable {
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

/** The traces of Node 26 on five channels. */
export function referenceTraces(channels: FiveChannels): Traces {
  const { start, end, asyncStart, asyncEnd, error } = channels
  const listened = (): boolean => Object.values(channels).some(({ hasSubscribers }) => hasSubscribers)
  const publishError = (context: any, thrown: unknown): void => {
    context.error = thrown
    error.publish(context)
  }
  const inWindow = (context: any, fn: () => any): any => {
    const scope = openWindow(start, end, context)
    try {
      return fn()
    } catch (thrown) {
      publishError(context, thrown)
      throw thrown
    } finally {
      scope[Symbol.dispose]()
    }
  }
  const settled = (context: any): void => openWindow(asyncStart, asyncEnd, context)[Symbol.dispose]()

  return {
    boundedRun(context, fn) {
      const scope = openWindow(start, end, context)
      try {
        return fn()
      } finally {
        scope[Symbol.dispose]()
      }
    },

    boundedWithScope: (context) => openWindow(start, end, context),
    withStoreScope: (message) => withStoreScope(start, message),

    traceSync(context, fn) {
      if (!listened()) return fn()
      return inWindow(context, () => context.result = fn())
    },

    tracePromise(context, fn) {
      if (!listened()) return fn()
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
        const result = fn()
        if (types.isPromise(result)) return result.then(fulfil, (thrown) => { fail(thrown); throw thrown })
        result.then(fulfil, fail)
        return result
      })
    },

    traceCallback(context, fn, callback) {
      if (!listened()) return fn(callback)
      return inWindow(context, () => fn((thrown: unknown, result: unknown) => {
        if (thrown) publishError(context, thrown)
        else context.result = result
        const scope = openWindow(asyncStart, asyncEnd, context)
        try {
          return callback(thrown, result)
        } finally {
          scope[Symbol.dispose]()
        }
      }))
    }
  }
}
