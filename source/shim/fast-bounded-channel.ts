import { runWindow } from '../tracing/run-window.js'
import type { AnyFunction, WindowChannels } from '../types.js'
import { openStoreScopeAsHost } from './fast-channel.js'
import { HostBoundedChannelScope } from './host-bounded-channel-scope.js'
import type { Shim } from './shim.js'

type Bounded = WindowChannels & { hasSubscribers: boolean, withScope: AnyFunction }

/** The end of a window is published here, and not by the scope of its stores. */
const NO_END = { publish() {} }

/** `withScope` of a bounded channel, without a DisposableStack. */
export function fastWithScope(shim: Shim, host: AnyFunction): AnyFunction {
  const openStoreScope = openStoreScopeAsHost(shim, (channel, data) => shim.openByHost(channel, NO_END, data))
  return {
    withScope(this: Bounded, context = shim.host.defaultContexts.withScope()): Disposable {
      if (!shim.on) return Reflect.apply(host, this, [context])
      return new HostBoundedChannelScope(this, context, openStoreScope)
    }
  }.withScope
}

/** `run` of a bounded channel, without closures. */
export function fastBoundedRun(shim: Shim, host: AnyFunction): AnyFunction {
  return {
    run(this: Bounded, context: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      if (!shim.on || !shim.isOwnWithScope(this.withScope)) return Reflect.apply(host, this, [context, fn, thisArg, ...args])
      return runWindow(shim.behaviour, this, context ?? {}, fn, thisArg, args)
    }
  }.run
}
