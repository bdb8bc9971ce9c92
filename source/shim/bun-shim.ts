import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import type { HostPrototypes } from '../host/methods.js'
import { publish, publishAsyncEnd, publishAsyncStart, publishEnd, publishStart } from '../host/publish.js'
import { apply, NativePromise } from '../primordials.js'
import { unwatched } from '../registry.js'
import { indexOf } from '../trace/callback.js'
import { chainBy, reject, resolve } from '../trace/promise.js'
import { elsewhere } from '../trace/slow-path.js'
import type { Trace, Tracing } from '../trace/traces.js'
import type { AnyFunction, Context } from '../types.js'
import { BECAUSE, type Leave } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

/** What a trace is called with: the arguments that it has a name for, and the rest. */
type Arguments = readonly unknown[]

/**
 * Bun's own traces, without the function that they make for each call, where no store is bound to the first channel. They trace each call,
 * whether somebody listens or not. With a store Bun calls that function in the store's `run`, which takes no longer than any other way.
 */
export class BunShim implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  constructor({ activeChannel, inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave) {
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const host = { traceSync: unwatched(traceSync), tracePromise: unwatched(tracePromise), traceCallback: unwatched(traceCallback) }
    const traces = makeTraces(host, () => this.#on, activeChannel.runStores, inactiveChannel.runStores)
    leave('ActiveChannel#runStores', BECAUSE.storesByHost)
    this.#replaced = (['traceSync', 'tracePromise', 'traceCallback'] as const).map((name) =>
      ReplacedMethod.replace(tracingChannel, name, () => traces[name], leave))
    this.isEffective = isAnyEffective(this.#replaced)
  }

  restore(): string[] {
    this.#on = false
    return restoreAll(this.#replaced)
  }
}

/** The steps are in each trace by themselves, in the order of Bun's. What Bun names in a TypeError is left to it: `fn.@apply`, `context.result`. */
function makeTraces(host: Readonly<Record<Trace, AnyFunction>>, isOn: () => boolean, activeRunStores: unknown, idleRunStores: unknown): Record<Trace, AnyFunction> {
  const ownApply = apply

  /** Whether a call has to be made by Bun's own code. */
  const isHosts = (start: Channel | undefined, fn: unknown, context: unknown): boolean =>
    !isOn() || typeof fn !== 'function' || context === null || !hasNoStores(start)

  /** Whether a channel's `runStores` does nothing but publish and call, or call alone. */
  const hasNoStores = (channel: Channel | undefined): boolean => {
    const runStores = channel?.runStores
    return runStores === idleRunStores || (runStores === activeRunStores && storesOf(channel!)?.size === 0)
  }

  const leaveToHost = (trace: Trace, channels: Tracing, args: unknown[], ...first: Arguments): unknown =>
    elsewhere.leaveToHost(host[trace], channels, args, ...first)

  /** Publishes the first message, if the channel is active. */
  const begin = (channel: Channel, context: Context): void => {
    if (channel.runStores !== idleRunStores) publishStart(channel, context)
  }

  return {
    traceSync(this: Tracing, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]): unknown {
      const { start, end, error } = this
      if (isHosts(start, fn, context)) return leaveToHost('traceSync', this, args, fn, context, thisArg)
      begin(start, context)
      try {
        const result = ownApply(fn, thisArg, args)
        context.result = result
        return result
      } catch (err) {
        context.error = err
        publish(error, context)
        throw err
      } finally {
        publishEnd(end, context)
      }
    },

    tracePromise(this: Tracing, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]): unknown {
      const { start, end, asyncStart, asyncEnd, error } = this
      if (isHosts(start, fn, context)) return leaveToHost('tracePromise', this, args, fn, context, thisArg)
      const settle = (): void => {
        publishAsyncStart(asyncStart, context)
        publishAsyncEnd(asyncEnd, context)
      }
      const onFulfilled = (result: unknown): unknown => {
        context.result = result
        settle()
        return result
      }
      const onRejected = (err: unknown): unknown => {
        context.error = err
        publish(error, context)
        settle()
        return reject(err)
      }
      begin(start, context)
      try {
        const promise: unknown = ownApply(fn, thisArg, args)
        return chainBy(promise instanceof NativePromise ? promise : resolve(promise), onFulfilled, onRejected)
      } catch (err) {
        context.error = err
        publish(error, context)
        throw err
      } finally {
        publishEnd(end, context)
      }
    },

    traceCallback(this: Tracing, fn: AnyFunction, position = -1, context: Context = {}, thisArg: unknown, ...args: unknown[]): unknown {
      const { start, end, asyncStart, asyncEnd, error } = this
      const index = indexOf(position, args.length)
      const callback: unknown = args[index]
      if (typeof callback !== 'function' || isHosts(start, fn, context)) {
        return leaveToHost('traceCallback', this, args, fn, position, context, thisArg)
      }
      args[index] = function wrappedCallback(this: unknown, err: unknown, res: unknown): void {
        if (err) {
          context.error = err
          publish(error, context)
        } else {
          context.result = res
        }
        if (!hasNoStores(asyncStart)) {
          asyncStart.runStores(context, () => {
            try {
              ownApply(callback, this, arguments as unknown as unknown[])
            } finally {
              publishAsyncEnd(asyncEnd, context)
            }
          })
          return
        }
        begin(asyncStart, context)
        try {
          ownApply(callback, this, arguments as unknown as unknown[])
        } finally {
          publishAsyncEnd(asyncEnd, context)
        }
      }
      begin(start, context)
      try {
        return ownApply(fn, thisArg, args)
      } catch (err) {
        context.error = err
        publish(error, context)
        throw err
      } finally {
        publishEnd(end, context)
      }
    }
  }
}
