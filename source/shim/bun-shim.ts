import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import { isNative } from '../context/native-store.js'
import type { HostPrototypes } from '../host/methods.js'
import {
  publish, publishAsyncEnd, publishAsyncStart, publishEnd, publishStart, surfaceOnNextTick
} from '../host/publish.js'
import { append, apply, mapsIterate, NativePromise } from '../primordials.js'
import { indexOf } from '../trace/callback.js'
import { reject, resolve } from '../trace/promise.js'
import { callFn, elsewhere } from '../trace/slow-path.js'
import type { AnyFunction, BoundStores, Context, Store, TraceChannels } from '../types.js'
import type { Leave } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

/** A call that is made in the stores of a channel, once a message was published to it. */
interface BunCall {
  readonly channel: Channel
  readonly message: Context
  readonly make: (call: BunCall) => unknown
  readonly channels: BunChannels | undefined
  readonly fn: AnyFunction
  readonly thisArg: unknown
  readonly args: ArrayLike<unknown>
  /** Where there are several stores: each with its transform after it, and how many of both are yet to be entered. */
  bound: readonly unknown[] | undefined
  left: number
}

/** The channels of a trace as they were when it began. */
type BunChannels = Pick<TraceChannels, 'end' | 'error'> & Partial<TraceChannels>

/**
 * Bun's tracing with its methods replaced by ones that do the same. Bun makes a function for the call and one for each
 * store; here one object goes through the `run` of them all. The last store that was bound is entered first.
 */
export class BunShim implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #inactiveRunStores: AnyFunction
  readonly #runStores: ReplacedMethod | undefined
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  constructor({ activeChannel, inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave) {
    this.#inactiveRunStores = inactiveChannel.runStores
    this.#runStores = ReplacedMethod.replace(activeChannel, 'runStores', (host) => this.#makeRunStores(host), leave)
    this.#replaced = [
      this.#runStores,
      ReplacedMethod.replace(tracingChannel, 'traceSync', (host) => this.#makeTraceSync(host), leave),
      ReplacedMethod.replace(tracingChannel, 'tracePromise', (host) => this.#makeTracePromise(host), leave),
      ReplacedMethod.replace(tracingChannel, 'traceCallback', (host) => this.#makeTraceCallback(host), leave)
    ]
    this.isEffective = isAnyEffective(this.#replaced)
  }

  restore(): string[] {
    this.#on = false
    return restoreAll(this.#replaced)
  }

  #makeRunStores(host: AnyFunction): AnyFunction {
    const isOn = (): boolean => this.#on
    return {
      runStores(this: Channel, data: any, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
        const isOurs = isOn() && typeof fn === 'function' && this !== undefined && this !== null && mapsIterate()
        const stores = isOurs ? storesOf(this) : undefined
        // What is no active channel, but borrows the method, gets the host's own complaint.
        if (stores === undefined) return elsewhere.leaveToHost(host, this, args, data, fn, thisArg)
        return enterStores(newCall(this, data, makeCall, undefined, fn, thisArg, args), stores)
      }
    }.runStores
  }

  #makeTraceSync(host: AnyFunction): AnyFunction {
    const isOn = (): boolean => this.#on
    const run = this.#newRun()
    return {
      traceSync(
        this: TraceChannels, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]
      ): unknown {
        const { start, end, error } = this
        if (
          !isOn() || !canCall(fn, context, start, end, error)
        ) return elsewhere.leaveToHost(host, this, args, fn, context, thisArg)
        return run(newCall(start, context, makeSyncCall, { end, error }, fn, thisArg, args))
      }
    }.traceSync
  }

  #makeTracePromise(host: AnyFunction): AnyFunction {
    const isOn = (): boolean => this.#on
    const run = this.#newRun()
    return {
      tracePromise(
        this: TraceChannels, fn: AnyFunction, context: Context = {}, thisArg: unknown, ...args: unknown[]
      ): unknown {
        const { start, end, asyncStart, asyncEnd, error } = this
        if (
          !isOn() || !canCall(fn, context, start, end, error) || !canCall(fn, context, asyncStart, asyncEnd, error)
        ) return elsewhere.leaveToHost(host, this, args, fn, context, thisArg)
        const channels = { end, error, asyncStart, asyncEnd }
        return run(newCall(start, context, makePromiseCall, channels, fn, thisArg, args))
      }
    }.tracePromise
  }

  #makeTraceCallback(host: AnyFunction): AnyFunction {
    const isOn = (): boolean => this.#on
    const run = this.#newRun()
    return {
      traceCallback(
        this: TraceChannels,
        fn: AnyFunction, position = -1, context: Context = {}, thisArg: unknown, ...args: unknown[]
      ): unknown {
        const index = typeof position === 'number' ? indexOf(position, args.length) : -1
        const callback = args[index]
        const { start, end, asyncStart, asyncEnd, error } = this
        if (
          !isOn() || typeof callback !== 'function' || !canCall(fn, context, start, end, error) ||
          !canCall(fn, context, asyncStart, asyncEnd, error)
        ) return elsewhere.leaveToHost(host, this, args, fn, position, context, thisArg)
        args[index] = {
          wrappedCallback(this: unknown, err: unknown, res: unknown): void {
            if (err) {
              context.error = err
              publish(error, context)
            } else {
              context.result = res
            }
            const channels = { end: asyncEnd, error }
            run(newCall(asyncStart, context, makeContinuation, channels, callback as AnyFunction, this, arguments))
          }
        }.wrappedCallback
        return run(newCall(start, context, makeCallbackCall, { end, error }, fn, thisArg, args))
      }
    }.traceCallback
  }

  /** Makes a call as by the `runStores` of its channel. */
  #newRun(): (call: BunCall) => unknown {
    const usual = this.#runStores
    const inactive = this.#inactiveRunStores
    return (call) => {
      const { channel } = call
      const { runStores } = channel
      if (runStores === inactive) return call.make(call)
      const stores = usual?.isEither(runStores) && mapsIterate() ? storesOf(channel) : undefined
      // Somebody has put his own there, or will have to hear of a channel that is none.
      if (stores === undefined) return apply(runStores, channel, [call.message, () => call.make(call)])
      return enterStores(call, stores)
    }
  }
}

/** Whether nothing is missing of which the host would complain in its own words. */
function canCall(fn: unknown, context: unknown, start: unknown, end: unknown, error: unknown): boolean {
  return typeof fn === 'function' && context !== null && isSomething(start) && isSomething(end) && isSomething(error)
}

function isSomething(channel: unknown): boolean {
  return channel !== undefined && channel !== null
}

function newCall(
  channel: Channel,
  message: Context,
  make: BunCall['make'],
  channels: BunChannels | undefined,
  fn: AnyFunction,
  thisArg: unknown,
  args: ArrayLike<unknown>
): BunCall {
  return { channel, message, make, channels, fn, thisArg, args, bound: undefined, left: 0 }
}

function enterStores(call: BunCall, stores: BoundStores): unknown {
  if (stores.size === 0) return publishAndMake(call)
  if (stores.size === 1) {
    const store = stores.keys().next().value!
    return enterIn(call, store, stores.get(store), publishAndMake)
  }
  const bound: unknown[] = []
  const all = stores.keys()
  for (let next = all.next(); !next.done; next = all.next()) {
    append(bound, next.value)
    append(bound, stores.get(next.value))
  }
  call.bound = bound
  call.left = bound.length
  return enterNext(call)
}

/** Enters the next store, and the others in it; publishes and makes the call in the last. */
function enterNext(call: BunCall): unknown {
  if (call.left === 0) return publishAndMake(call)
  const left = call.left -= 2
  return enterIn(call, call.bound![left] as Store, call.bound![left + 1], enterNext)
}

function enterIn(call: BunCall, store: Store, transform: any, goOn: (call: BunCall) => unknown): unknown {
  const data = call.message
  let value: unknown = data
  if (transform !== undefined) {
    try {
      // By these names: what is no function is complained of by them.
      value = transform(data)
    } catch (error) {
      surfaceOnNextTick(error)
      return goOn(call)
    }
  }
  return isNative(store) ? store.run(value, goOn, call) : runOther(call, store, value, goOn)
}

/** A `run` of somebody's own is called as the host calls it, and may call what it gets as often as it likes. */
function runOther(call: BunCall, store: Store, context: unknown, goOn: (call: BunCall) => unknown): unknown {
  const { left } = call
  const next = (): unknown => {
    call.left = left
    return goOn(call)
  }
  // By these names: where there is no `run` it is complained of by them.
  return store.run(context, next)
}

function publishAndMake(call: BunCall): unknown {
  publishStart(call.channel, call.message)
  return call.make(call)
}

function makeCall({ fn, thisArg, args }: BunCall): unknown {
  return callFn(fn, thisArg, args)
}

function makeSyncCall(call: BunCall): unknown {
  const { message, channels } = call
  try {
    const result = callFn(call.fn, call.thisArg, call.args)
    message.result = result
    return result
  } catch (error) {
    message.error = error
    publish(channels!.error, message)
    throw error
  } finally {
    publishEnd(channels!.end, message)
  }
}

function makeCallbackCall(call: BunCall): unknown {
  const { message, channels } = call
  try {
    return callFn(call.fn, call.thisArg, call.args)
  } catch (error) {
    message.error = error
    publish(channels!.error, message)
    throw error
  } finally {
    publishEnd(channels!.end, message)
  }
}

function makeContinuation(call: BunCall): unknown {
  try {
    return apply(call.fn, call.thisArg, call.args)
  } finally {
    publishAsyncEnd(call.channels!.end, call.message)
  }
}

function makePromiseCall(call: BunCall): unknown {
  const { message, channels } = call
  try {
    const result = callFn(call.fn, call.thisArg, call.args)
    return follow(result instanceof NativePromise ? result : resolve(result), message, channels as TraceChannels)
  } catch (error) {
    message.error = error
    publish(channels!.error, message)
    throw error
  } finally {
    publishEnd(channels!.end, message)
  }
}

function follow(promise: Promise<unknown>, message: Context, channels: TraceChannels): unknown {
  const { asyncStart, asyncEnd, error } = channels
  const { resolve: onFulfilled, reject: onRejected } = {
    resolve(result: unknown): unknown {
      message.result = result
      publishAsyncStart(asyncStart, message)
      publishAsyncEnd(asyncEnd, message)
      return result
    },
    reject(thrown: unknown): unknown {
      message.error = thrown
      publish(error, message)
      publishAsyncStart(asyncStart, message)
      publishAsyncEnd(asyncEnd, message)
      return reject(thrown)
    }
  }
  return promise.then(onFulfilled, onRejected)
}
