import { TracingChannel } from '../channels/tracing-channel.js'
import type { TracingChannelCollection } from '../channels/types.js'
import { assertFunction } from '../invalid-arg-type.js'
import { assertInstrumentOptions, type Instrumentable, type InstrumentOptions } from './options.js'
import { takeAfter } from './take-after.js'
import { makeTracedCall } from './traced-call.js'
import { makeWrapper } from './wrapper.js'

/**
 * Makes a function to export in place of `fn`: it does what `fn` does, and traces each call while someone listens.
 *
 * It has the name, the length, the own properties and the prototype of `fn`, and works as a method, an async function, a
 * generator function or a class, whichever `fn` is. While nobody listens it calls `fn`, and makes nothing.
 *
 * @param channel a tracing channel, tracescope's or Node's own, or what {@link tracingChannel} makes one of
 * @param fn      the function or class
 * @param options `context(args, thisArg)` makes the message of a call's events; `kind` says by which trace calls are traced:
 *   `'sync'`, `'promise'`, `'callback'` (with the `position` of the callback, by default the last argument), `'iterator'`, or
 *   `'auto'`, the default, for `trace`
 * @returns the function; calls throw what `fn` and `context` throw, and for kind `'callback'`, if someone listens and the
 *   argument at `position` is no function, TypeError `ERR_INVALID_ARG_TYPE` before anything is published
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` when an argument or option is not what it should be
 */
export function instrument<Fn extends Instrumentable, ContextType extends object = any>(
  channel: TracingChannel<ContextType, any> | TracingChannelCollection<ContextType, any> | string,
  fn: Fn,
  options: InstrumentOptions<Fn, NoInfer<ContextType>> = {}
): Fn {
  const tracing = channel instanceof TracingChannel ? channel : new TracingChannel<ContextType, any>(channel)
  assertFunction('fn', fn)
  assertInstrumentOptions(options)
  const wrapper = makeWrapper(fn as never, tracing, makeTracedCall(tracing, options))
  takeAfter(wrapper, fn)
  return wrapper as unknown as Fn
}
