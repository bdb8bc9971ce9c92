import { AsyncLocalStorage } from 'node:async_hooks'
import { findPrototypes } from '../host/methods.js'
import { Object } from '../primordials.js'
import type { Copy, StrictMode } from '../registry.js'
import type { AnyFunction } from '../types.js'
import { nearest } from '../nearest.js'
import { callOf, noteOfApi } from './call.js'
import { watchEnterWith } from './enter-with.js'
import { noteCopy } from './opening.js'
import { endUnowned } from './left-open.js'
import { report, takeReports, watchesEnterWith } from './report.js'
import { checkHandlers } from './subscribers.js'
import { turnEnd } from './turn.js'
import { openWatched } from './watch.js'
import { callWatched, TRACES } from './watched-traces.js'

/**
 * Where another strict mode finds what this one has watched: some test runners have one for each file, of a realm of
 * its own, and one host.
 */
const BENEATH = Symbol.for('tracescope.beneath')

const methods = new WeakMap<Function, AnyFunction>()

/** Strict mode, as the copies of the package see it. */
export const strictMode: StrictMode = {
  join(copy: Copy): void {
    noteCopy(copy.call)
    copy.watchScopes((open) =>
      ((storage, value) => openWatched(copy.withScope, storage, () => open(storage, value))) as typeof open)
    copy.watchStoreScopes((open) =>
      ((channel, message) => openWatched(copy.withStoreScope, channel, () => open(channel, message))) as typeof open)
    watchMethodOf(copy.BoundedChannel.prototype, 'withScope')
    watchTracing(copy.TracingChannel.prototype, copy.BoundedChannel.prototype)
    for (const name of TRACES) noteOfApi(copy.TracingChannel.prototype[name])
    for (const name of ['withScope', 'enterWith'] as const) {
      const method: AnyFunction | undefined =
        (AsyncLocalStorage.prototype as { withScope?: AnyFunction, enterWith: AnyFunction })[name]
      if (method !== undefined && methods.has(method)) copy.adopt(name, method)
    }
  },

  watchMethod(name: string, method: AnyFunction): AnyFunction {
    if (TRACES.includes(name)) {
      return around(name, method, (watched, target, args) => callWatched(name, watched, method, target, args))
    }
    if (name === 'enterWith' && watchesEnterWith) {
      return around(name, method, (watched, target, args) => {
        watchEnterWith(watched, target, args[0])
        return Reflect.apply(method, target, args)
      })
    }
    if (name !== 'withScope' && name !== 'withStoreScope') return method
    return around(name, method, (watched, target, args) =>
      openWatched(watched, target, () => Reflect.apply(method, target, args)))
  },

  beneath: (method) => typeof method === 'function' ? methods.get(method) ?? method : method,

  checkOptions(called: Function, options: object, known: readonly string[]): void {
    for (const name of Object.keys(options).filter((name) => !known.includes(name))) {
      const call = callOf(called)
      if (call === undefined) continue
      report('TRACESCOPE_UNKNOWN_OPTION', `${called.name} was given the option '${name}', ` +
        `and there is none of that name: did you mean '${nearest(name, known)}'?`, call)
    }
  },

  async takeReports(): Promise<Error[]> {
    await turnEnd()
    endUnowned()
    return takeReports()
  }
}

/** Makes a method that looks like another, and calls `call` with itself, its `this` and its arguments. */
function around(
  name: string, method: AnyFunction, call: (watched: AnyFunction, target: unknown, args: unknown[]) => unknown
): AnyFunction {
  const { [name]: watched } = {
    [name](this: unknown, ...args: unknown[]): unknown {
      return call(watched!, this, args)
    }
  }
  Object.defineProperties(watched!, {
    length: { value: method.length, configurable: true }, [BENEATH]: { value: method }
  })
  methods.set(watched!, method)
  return watched!
}

/** Watches the scopes and traces of the host's own methods. */
export function watchHost(): void {
  const prototypes = findPrototypes()
  watchMethodOf(AsyncLocalStorage.prototype, 'withScope')
  if (watchesEnterWith) watchMethodOf(AsyncLocalStorage.prototype, 'enterWith')
  if (prototypes === undefined) return
  watchMethodOf(prototypes.activeChannel, 'withStoreScope')
  if (prototypes.boundedChannel !== undefined) watchMethodOf(prototypes.boundedChannel, 'withScope')
  watchTracing(prototypes.tracingChannel, prototypes.boundedChannel)
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']

function watchTracing(tracingChannel: object, boundedChannel: object | undefined): void {
  for (const name of TRACES) watchMethodOf(tracingChannel, name)
  watchSubscribe(tracingChannel, EVENTS)
  if (boundedChannel !== undefined) watchSubscribe(boundedChannel, EVENTS.slice(0, 2))
}

function watchSubscribe(prototype: object, events: readonly string[]): void {
  watchMethodOf(prototype, 'subscribe', (name, method) => around(name, method, (watched, target, args) => {
    checkHandlers(watched, events, args[0])
    return Reflect.apply(method, target, args)
  }))
}

function watchMethodOf(prototype: object, name: string, watch = strictMode.watchMethod): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  if (typeof descriptor?.value !== 'function' || methods.has(descriptor.value)) return
  Object.defineProperty(prototype, name, {
    ...descriptor, value: watch(name, descriptor.value[BENEATH] ?? descriptor.value)
  })
}
