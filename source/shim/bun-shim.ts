import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import { type HostPrototypes, isOfThisHost } from '../host/methods.js'
import { publish, publishAsyncEnd, publishEnd, publishStart } from '../host/publish.js'
import { apply } from '../primordials.js'
import { unwatched } from '../registry.js'
import { indexOf } from '../trace/callback.js'
import { elsewhere } from '../trace/slow-path.js'
import type { Tracing } from '../trace/traces.js'
import type { AnyFunction, Context } from '../types.js'
import { BECAUSE, type Leave } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

const NOBODYS = Symbol('nobody has this')

type Replaced = 'traceSync' | 'traceCallback'

/**
 * Bun's own traces, without the function that they make for each call, where no store is bound to the first channel.
 * They trace each call, whether somebody listens or not. With a store Bun calls that function in the store's `run`,
 * which takes no longer than any other way.
 */
export class BunShim implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  constructor({ activeChannel, inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave) {
    const { traceSync, traceCallback } = tracingChannel
    const host = { traceSync: unwatched(traceSync), traceCallback: unwatched(traceCallback) }
    const { runStores } = activeChannel
    // One that someone has put there is called.
    const traces =
      makeTraces(host, () => this.#on, isOfThisHost(runStores) ? runStores : NOBODYS, inactiveChannel.runStores)
    leave('ActiveChannel#runStores', BECAUSE.storesByHost)
    leave('TracingChannel#tracePromise', BECAUSE.unknownThenables)
    this.#replaced = [
      ReplacedMethod.replace(tracingChannel, 'traceSync', () => traces.traceSync, leave),
      ReplacedMethod.replace(tracingChannel, 'traceCallback', () => traces.traceCallback, leave)
    ]
    this.isEffective = isAnyEffective(this.#replaced)
  }

  restore(): string[] {
    this.#on = false
    return restoreAll(this.#replaced)
  }
}

/**
 * The steps are in each trace by themselves, in the order of Bun's. What Bun names in a TypeError is left to it:
 * `fn.@apply`, `context.result`.
 */
function makeTraces(
  host: Readonly<Record<Replaced, AnyFunction>>, isOn: () => boolean, activeRunStores: unknown, idleRunStores: unknown
): Record<Replaced, AnyFunction> {
  const ownApply = apply

  /** Whether a call has to be made by Bun's own code. */
  const isHosts = (start: Channel | undefined, fn: unknown, context: unknown): boolean =>
    !isOn() || typeof fn !== 'function' || context === null || !hasNoStores(start)

  /** Whether a channel's `runStores` does nothing but publish and call, or call alone. */
  const hasNoStores = (channel: Channel | undefined): boolean => {
    const runStores = channel?.runStores
    return runStores === idleRunStores || (runStores === activeRunStores && storesOf(channel!)?.size === 0)
  }

  /** Publishes the first message, if the channel is active. */
  const begin = (channel: Channel, context: Context): void => {
    if (channel.runStores !== idleRunStores) publishStart(channel, context)
  }

  return {
    traceSync(this: Tracing, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]): unknown {
      const { start, end, error } = this
      if (isHosts(start, fn, context)) return elsewhere.leaveToHost(host.traceSync, this, args, fn, context, thisArg)
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

    traceCallback(
      this: Tracing, fn: AnyFunction, position = -1, context: Context = {}, thisArg: unknown, ...args: unknown[]
    ): unknown {
      const { start, end, asyncStart, asyncEnd, error } = this
      const index = indexOf(position, args.length)
      const callback: unknown = args[index]
      if (typeof callback !== 'function' || isHosts(start, fn, context)) {
        return elsewhere.leaveToHost(host.traceCallback, this, args, fn, position, context, thisArg)
      }
      // As a method: Bun's has no prototype.
      args[index] = {
        wrappedCallback(this: unknown, err: unknown, res: unknown): void {
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
      }.wrappedCallback
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
