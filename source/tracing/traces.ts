import { hostTracesWork } from '../host/prototypes.js'
import { invalidArgType } from '../invalid-arg-type.js'
import { NESTED } from '../stores/enter.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { nestCallback, nestPromise, nestSync } from './nested.js'
import { publishError } from './settle.js'
import { close, open } from './window.js'
import { indexOf, wrapCallback } from './wrapped-callback.js'

/** The three traces. */
export type Trace = 'traceSync' | 'tracePromise' | 'traceCallback'

/** What the API's traces and those in place of the host's differ in. */
export interface TraceSettings {
  readonly behaviour: Behaviour
  /** What a trace takes for a context that is left out. */
  readonly newContext: Readonly<Record<Trace, () => object>>
  /** Whether a call of fn is traced here, rather than by the host. Throws when fn can't be called. */
  admits(fn: unknown): boolean
  /** The host's own traces, if these stand for them. */
  readonly host?: Readonly<Record<Trace, AnyFunction>>
}

type Tracing = TraceChannels & { hasSubscribers: boolean }

/**
 * Makes the traces of a tracing channel.
 *
 * Each of them calls fn itself, in a try/finally of its own, where a function in common would do: on the way to that V8
 * allocates the rest arguments, 56 bytes and some 8 ns a call.
 */
export function makeTraces(settings: TraceSettings): Record<Trace, AnyFunction> {
  const { behaviour, newContext, host } = settings
  return {
    traceSync(this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!settings.admits(fn)) return leaveToHost(host!.traceSync, this, [fn, context, thisArg], args)
      if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args)
      if (context === undefined) context = newContext.traceSync()
      const { start, end } = this
      const mark = open(behaviour, start, end, context)
      if (mark === NESTED) return nestSync(this, context, fn, thisArg, args)
      try {
        const result = Reflect.apply(fn, thisArg, args)
        context.result = result
        return result
      } catch (error) {
        publishError(this, context, error)
        throw error
      } finally {
        close(end, context, mark)
      }
    },

    tracePromise(this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!settings.admits(fn)) return leaveToHost(host!.tracePromise, this, [fn, context, thisArg], args)
      if (!this.hasSubscribers) return behaviour.checkUntraced(Reflect.apply(fn, thisArg, args), fn)
      if (context === undefined) context = newContext.tracePromise()
      const { start, end } = this
      const mark = open(behaviour, start, end, context)
      if (mark === NESTED) return nestPromise(behaviour, this, context, fn, thisArg, args)
      try {
        return behaviour.followPromise(this, context, Reflect.apply(fn, thisArg, args), fn)
      } catch (error) {
        publishError(this, context, error)
        throw error
      } finally {
        close(end, context, mark)
      }
    },

    traceCallback(this: Tracing, fn: AnyFunction, position = -1, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      if (!settings.admits(fn)) return leaveToHost(host!.traceCallback, this, [fn, position, context, thisArg], args)
      if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args)
      const callback = args.at(position)
      if (typeof callback !== 'function') {
        // The host's own complaint, where the host lives to make it.
        if (host !== undefined && hostTracesWork) return leaveToHost(host.traceCallback, this, [fn, position, context, thisArg], args)
        throw invalidArgType('callback', 'of type function', callback)
      }
      if (context === undefined) context = newContext.traceCallback()
      args[indexOf(position, args.length)] = wrapCallback(behaviour, this, context, callback as AnyFunction)
      const { start, end } = this
      const mark = open(behaviour, start, end, context)
      if (mark === NESTED) return nestCallback(this, context, fn, thisArg, args)
      try {
        return Reflect.apply(fn, thisArg, args)
      } catch (error) {
        publishError(this, context, error)
        throw error
      } finally {
        close(end, context, mark)
      }
    }
  }
}

/** Apart from the traces: what V8 can take into a function of its callers is limited, and a spread is a loop. */
function leaveToHost(trace: AnyFunction, channels: Tracing, first: unknown[], args: unknown[]): unknown {
  return Reflect.apply(trace, channels, [...first, ...args])
}
