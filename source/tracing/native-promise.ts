import { isPromise } from 'node:util/types'
import type { Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { Reactions } from './reactions.js'

const { getPrototypeOf } = Object
const { prototype } = Promise

/**
 * Whether a promise is of this realm and of no subclass: only such a one may be replaced by a chained one. To be asked of
 * promises alone: a proxy would hear of it.
 */
export function hasNativePrototype(promise: object): boolean {
  return getPrototypeOf(promise) === prototype
}

/** Whether a value is a promise that may be replaced by a chained one. */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return isPromise(value) && hasNativePrototype(value)
}

/** Gives the promise for `promise` whose settlement is published before anyone after it hears of it. */
export function chain(behaviour: Behaviour, channels: TraceChannels, context: Context, promise: Promise<unknown>): Promise<unknown> {
  const { onFulfilled, onRejected } = Reactions.take(behaviour, channels, context)
  return chainBy(promise, onFulfilled, onRejected)
}

/**
 * Gives the promise for `promise` that settles as one of two functions says: Promise's own `then`, whatever a promise or its
 * prototype carries later. V8 sees through a bound `call`, but not through an array of arguments.
 */
export const chainBy: (
  promise: Promise<unknown>, onFulfilled: (value: unknown) => unknown, onRejected: (error: unknown) => unknown
) => Promise<unknown> = Function.prototype.call.bind(prototype.then) as any
