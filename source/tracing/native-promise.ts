import { isPromise } from 'node:util/types'
import type { Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { Reactions } from './reactions.js'

const { getPrototypeOf } = Object
const { prototype } = Promise
// Promise's own, whatever a promise or its prototype carries later.
const { then } = prototype

/** Whether a value is a promise of this realm and of no subclass: only such a one may be replaced by a chained one. */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  // The prototype first: it is cheap, and says no to nearly all that isn't one.
  return getPrototypeOf(value) === prototype && isPromise(value)
}

/** Gives the promise for `promise` whose settlement is published before anyone after it hears of it. */
export function chain(behaviour: Behaviour, channels: TraceChannels, context: Context, promise: Promise<unknown>): Promise<unknown> {
  const { onFulfilled, onRejected } = Reactions.take(behaviour, channels, context)
  return Reflect.apply(then, promise, [onFulfilled, onRejected])
}
