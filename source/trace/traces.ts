import { invalidArgType } from '../errors.js'
import { hostTracesWork } from '../host/methods.js'
import { apply } from '../primordials.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { indexOf, wrapCallback } from './callback.js'
import type { Semantics } from './semantics.js'
import { elsewhere } from './slow-path.js'
import { close, failWindow, isWindowHeard, open } from './window.js'

/** The three traces. */
export type Trace = 'traceSync' | 'tracePromise' | 'traceCallback'

/** What the API's traces and those in place of the host's differ in. */
export interface TraceSettings {
  readonly semantics: Semantics
  /** What a trace takes for a context that is left out. */
  readonly newContext: Readonly<Record<Trace, () => object>>
  /** Whether a call of fn on these channels is traced here, rather than by the host. Throws when fn can't be called. */
  admits(fn: unknown, channels: unknown): boolean
  /** Whether a call that somebody hears of is left to the host all the same. */
  leavesHeard?(): boolean
  /** The host's own traces, if these stand for them. */
  readonly host?: Readonly<Record<Trace, AnyFunction>>
}

/** A tracing channel, as traces see theirs. */
export type Tracing = TraceChannels & { hasSubscribers: boolean }

/**
 * Makes the traces of a tracing channel.
 *
 * Each of them calls fn itself, in a try/catch of its own, where a function in common would do: on the way to that V8
 * allocates the rest arguments, 56 bytes and some 8 ns a call.
 */
export function makeTraces(settings: TraceSettings): Record<Trace, AnyFunction> {
  const { semantics, newContext, host, leavesHeard = never } = settings
  const ownApply = apply
  return {
    traceSync(
      this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]
    ): unknown {
      if (!settings.admits(fn, this)) return elsewhere.leaveToHost(host!.traceSync, this, args, fn, context, thisArg)
      if (!this.hasSubscribers) return ownApply(fn, thisArg, args)
      if (leavesHeard()) return elsewhere.leaveToHost(host!.traceSync, this, args, fn, context, thisArg)
      if (context === undefined) context = newContext.traceSync()
      const { start, end } = this
      const isHeard = isWindowHeard(semantics, start, end)
      const entry = isHeard ? open(semantics, start, context) : undefined
      if (entry === null) return elsewhere.nestSync(semantics, this, context, fn, thisArg, args)
      let result: unknown
      try {
        result = ownApply(fn, thisArg, args)
        context.result = result
      } catch (error) {
        throw failWindow(semantics, this, isHeard ? end : undefined, context, entry, error)
      }
      if (isHeard) close(semantics, end, context, entry)
      return result
    },

    tracePromise(
      this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]
    ): unknown {
      if (!settings.admits(fn, this)) return elsewhere.leaveToHost(host!.tracePromise, this, args, fn, context, thisArg)
      if (!this.hasSubscribers) return semantics.checkUntraced(ownApply(fn, thisArg, args), fn)
      if (leavesHeard()) return elsewhere.leaveToHost(host!.tracePromise, this, args, fn, context, thisArg)
      if (context === undefined) context = newContext.tracePromise()
      const { start, end } = this
      const isHeard = isWindowHeard(semantics, start, end)
      const entry = isHeard ? open(semantics, start, context) : undefined
      if (entry === null) return elsewhere.nestPromise(semantics, this, context, fn, thisArg, args)
      let result: unknown
      try {
        result = semantics.followPromise(this, context, ownApply(fn, thisArg, args), fn)
      } catch (error) {
        throw failWindow(semantics, this, isHeard ? end : undefined, context, entry, error)
      }
      if (isHeard) close(semantics, end, context, entry)
      return result
    },

    traceCallback(
      this: Tracing, fn: AnyFunction, position = -1, context: Context = undefined, thisArg: unknown, ...args: unknown[]
    ): unknown {
      if (
        !settings.admits(fn, this)
      ) return elsewhere.leaveToHost(host!.traceCallback, this, args, fn, position, context, thisArg)
      if (!this.hasSubscribers) return ownApply(fn, thisArg, args)
      if (leavesHeard()) return elsewhere.leaveToHost(host!.traceCallback, this, args, fn, position, context, thisArg)
      const index = indexOf(position, args.length)
      const callback = args[index]
      if (typeof callback !== 'function') {
        // The host's own complaint, where the host lives to make it.
        if (
          host !== undefined && hostTracesWork
        ) return elsewhere.leaveToHost(host.traceCallback, this, args, fn, position, context, thisArg)
        throw invalidArgType('callback', 'of type function', callback)
      }
      if (context === undefined) context = newContext.traceCallback()
      args[index] = wrapCallback(semantics, this, context, callback as AnyFunction)
      const { start, end } = this
      const isHeard = isWindowHeard(semantics, start, end)
      const entry = isHeard ? open(semantics, start, context) : undefined
      if (entry === null) return elsewhere.nestCallback(semantics, this, context, fn, thisArg, args)
      let result: unknown
      try {
        result = ownApply(fn, thisArg, args)
      } catch (error) {
        throw failWindow(semantics, this, isHeard ? end : undefined, context, entry, error)
      }
      if (isHeard) close(semantics, end, context, entry)
      return result
    }
  }
}

function never(): boolean {
  return false
}

/** What a trace takes for a context that is left out, as Node 26 does. */
export function newContext(): object {
  return { __proto__: null } as unknown as object
}
