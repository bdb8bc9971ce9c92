import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import type { HostPrototypes } from '../host/methods.js'
import { publish, publishAsyncEnd, publishAsyncStart } from '../host/publish.js'
import { mapsIterate, NativePromise } from '../primordials.js'
import { unwatched } from '../registry.js'
import { indexOf } from '../trace/callback.js'
import { reject, resolve } from '../trace/promise.js'
import {
  callAndEnd, callFn, callPromiseAndEnd, callSyncAndEnd, elsewhere, type TracedCall
} from '../trace/slow-path.js'
import type { Trace } from '../trace/traces.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { type BunCall, callInStores, newRun } from './bun-calls.js'
import type { Leave } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

/** Bun's tracing with its methods replaced by ones that do the same. */
export class BunShim implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  constructor({ activeChannel, inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave) {
    const isOn = (): boolean => this.#on
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const host = {
      traceSync: unwatched(traceSync), tracePromise: unwatched(tracePromise), traceCallback: unwatched(traceCallback)
    }
    const runStores = ReplacedMethod.replace(activeChannel, 'runStores', (host) => makeRunStores(isOn, host), leave)
    const traces = makeTraces(isOn, newRun(runStores, inactiveChannel.runStores), host)
    const replace = (name: Trace): ReplacedMethod | undefined =>
      ReplacedMethod.replace(tracingChannel, name, () => traces[name], leave)
    this.#replaced = [runStores, replace('traceSync'), replace('tracePromise'), replace('traceCallback')]
    this.isEffective = isAnyEffective(this.#replaced)
  }

  restore(): string[] {
    this.#on = false
    return restoreAll(this.#replaced)
  }
}

function makeRunStores(isOn: () => boolean, host: AnyFunction): AnyFunction {
  return {
    runStores(this: Channel, data: Context, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      const isOurs = isOn() && typeof fn === 'function' && isSomething(this) && mapsIterate()
      const stores = isOurs ? storesOf(this) : undefined
      // What is no active channel, but borrows the method, gets the host's own complaint.
      if (stores === undefined) return elsewhere.leaveToHost(host, this, args, data, fn, thisArg)
      return callInStores(newCall(this, undefined, undefined, data, fn, thisArg, args, makeCall), stores)
    }
  }.runStores
}

function makeTraces(
  isOn: () => boolean, run: (call: BunCall) => unknown, host: Readonly<Record<Trace, AnyFunction>>
): Record<Trace, AnyFunction> {
  return {
    traceSync(
      this: TraceChannels, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]
    ): unknown {
      const { start, end, error } = this
      if (
        !isOn() || !canCall(fn, context, start, end, error)
      ) return elsewhere.leaveToHost(host.traceSync, this, args, fn, context, thisArg)
      return run(newCall(start, end, { error }, context, fn, thisArg, args, callSyncAndEnd))
    },

    tracePromise(
      this: TraceChannels, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]
    ): unknown {
      const { start, end, asyncStart, asyncEnd, error } = this
      if (
        !isOn() || !canCall(fn, context, start, end, error) || !canCall(fn, context, asyncStart, asyncEnd, error)
      ) return elsewhere.leaveToHost(host.tracePromise, this, args, fn, context, thisArg)
      const channels: TraceChannels = { start, end, asyncStart, asyncEnd, error }
      return run(newCall(start, end, channels, context, fn, thisArg, args, callPromiseAndEnd))
    },

    traceCallback(
      this: TraceChannels, fn: AnyFunction, position = -1, context: Context = {}, thisArg: unknown, ...args: unknown[]
    ): unknown {
      const index = typeof position === 'number' ? indexOf(position, args.length) : -1
      const callback = args[index]
      const { start, end, asyncStart, asyncEnd, error } = this
      if (
        !isOn() || typeof callback !== 'function' || !canCall(fn, context, start, end, error) ||
        !canCall(fn, context, asyncStart, asyncEnd, error)
      ) return elsewhere.leaveToHost(host.traceCallback, this, args, fn, position, context, thisArg)
      args[index] = {
        wrappedCallback(this: unknown, err: unknown, res: unknown): void {
          if (err) {
            context.error = err
            publish(error, context)
          } else {
            context.result = res
          }
          run(newCall(
            asyncStart, asyncEnd, undefined, context, callback as AnyFunction, this, arguments, callAndEnd
          ))
        }
      }.wrappedCallback
      return run(newCall(start, end, { error }, context, fn, thisArg, args, callAndEnd))
    }
  }
}

/** Whether nothing is missing of which the host would complain in its own words. */
function canCall(fn: unknown, context: unknown, start: unknown, end: unknown, error: unknown): boolean {
  return typeof fn === 'function' && context !== null && isSomething(start) && isSomething(end) && isSomething(error)
}

function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null
}

function newCall(
  channel: Channel,
  end: Channel | undefined,
  channels: TracedCall['channels'],
  message: Context,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>,
  make: BunCall['make']
): BunCall {
  return { channel, message, make, bound: undefined, left: 0, semantics: BUN, end, channels, fn, thisArg, args }
}

/** Makes the call of `runStores`. By its last step: as with Bun's, no stack shows what has called fn. */
function makeCall({ fn, thisArg, args }: BunCall): unknown {
  return callFn(fn, thisArg, args)
}

/** What Bun makes of the value of fn: it converts what is no promise, and calls the `then` that there is. */
const BUN: TracedCall['semantics'] = {
  followPromise({ asyncStart, asyncEnd, error }: TraceChannels, context: Context, value: any): unknown {
    const promise: Promise<unknown> = value instanceof NativePromise ? value : resolve(value)
    const { resolve: onFulfilled, reject: onRejected } = {
      resolve(result: unknown): unknown {
        context.result = result
        publishAsyncStart(asyncStart, context)
        publishAsyncEnd(asyncEnd, context)
        return result
      },
      reject(thrown: unknown): unknown {
        context.error = thrown
        publish(error, context)
        publishAsyncStart(asyncStart, context)
        publishAsyncEnd(asyncEnd, context)
        return reject(thrown)
      }
    }
    return promise.then(onFulfilled, onRejected)
  }
}
