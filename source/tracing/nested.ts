import type { Channel } from 'node:diagnostics_channel'
import { NOTHING } from '../stores/enter.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { publishError } from './settle.js'
import { close } from './window.js'

// The calls of traces whose window the host's own `runStores` has to open: it enters stores that take a function to run.
// They take closures, and so stand apart: V8 would allocate the context of a closure each time that a function with one
// is called, whether it gets there or not.

/** Calls fn for traceSync. */
export function nestSync(channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(channels, context, () => {
    const result = Reflect.apply(fn, thisArg, args)
    context.result = result
    return result
  })
}

/** Calls fn for tracePromise. */
export function nestPromise(behaviour: Behaviour, channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(channels, context, () => behaviour.followPromise(channels, context, Reflect.apply(fn, thisArg, args), fn))
}

/** Calls fn for traceCallback. */
export function nestCallback(channels: TraceChannels, context: Context, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  return nest(channels, context, () => Reflect.apply(fn, thisArg, args))
}

/** Publishes the continuation of a settled promise. */
export function nestSettled(asyncStart: Channel, asyncEnd: Channel, context: Context): void {
  // The channel's `publish` as it is then: a subscriber of asyncStart may be the one to make it active.
  asyncStart.runStores(context, () => asyncEnd.publish(context))
}

function nest(channels: TraceChannels, context: Context, call: () => unknown): unknown {
  return nestWindow(channels.start, channels.end, context, () => {
    try {
      return call()
    } catch (error) {
      publishError(channels, context, error)
      throw error
    }
  })
}

/** Calls a function in a window of two channels. */
export function nestWindow(start: Channel, end: Channel, context: Context, call: () => unknown): unknown {
  return start.runStores(context, () => {
    try {
      return call()
    } finally {
      close(end, context, NOTHING)
    }
  })
}
