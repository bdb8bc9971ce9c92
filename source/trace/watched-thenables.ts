import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { CapturedStores } from './captured-stores.js'
import { replaceMethod } from './iterators.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'
import { thenOf } from './thenable.js'

// A `then` may run a query, run it twice, or mark a rejection as handled. So no trace calls it: the object gets a `then` of its
// own, and the trace hears what the first consumer hears, just before it does.

/** A trace, or a step of an iteration, that hears once how a thenable ends. */
export abstract class Watcher {
  /** The next one that watches the same thenable. */
  next: Watcher | undefined = undefined
  abstract fulfilled(value: unknown): void
  abstract rejected(error: unknown): void
}

/** A trace that goes on until a thenable is consumed, and settled. */
export class TraceWatcher extends Watcher {
  readonly #semantics: Semantics
  readonly #channels: TraceChannels
  readonly #context: Context
  /** Subscribers of the continuation see the stores of the trace, as after a native promise, wherever the consumer is. */
  readonly #stores: CapturedStores

  /** In the stores of the trace. */
  constructor(semantics: Semantics, channels: TraceChannels, context: Context) {
    super()
    this.#semantics = semantics
    this.#channels = channels
    this.#context = context
    this.#stores = new CapturedStores(channels.start)
  }

  fulfilled(value: unknown): void {
    this.#stores.run(fulfil, this.#semantics, this.#channels, this.#context, value)
  }

  rejected(error: unknown): void {
    this.#stores.run(fail, this.#semantics, this.#channels, this.#context, error)
  }
}

/** Who waits for the first consumer of an object, in the order in which they began to. */
const watchersOf = new WeakMap<object, Watcher>()

/**
 * What stands in for a `then`, by that `then`, and by itself. One for all objects with the same method, as those of a class:
 * a closure less for each call.
 */
const standIns = new WeakMap<AnyFunction, AnyFunction>()

/**
 * Has a watcher hear how a thenable ends, once somebody consumes it. The object stays the same but for a `then` of its own.
 *
 * @param then the `then` that the object has
 * @returns whether it is watched: not an object that can't be changed, or a proxy that shows another `then` than it was given
 */
export function watch(object: object, then: AnyFunction, watcher: Watcher): boolean {
  const standIn = standIns.get(then) ?? makeStandIn(then)
  if (then !== standIn && !(replaceMethod(object, 'then', standIn) && (object as { then?: unknown }).then === standIn)) return false
  let last = watchersOf.get(object)
  if (last === undefined) {
    watchersOf.set(object, watcher)
    return true
  }
  while (last.next !== undefined) last = last.next
  last.next = watcher
  return true
}

function makeStandIn(method: AnyFunction): AnyFunction {
  const { then } = {
    then(this: object, ...args: unknown[]): unknown {
      const watcher = watchersOf.get(this)
      // It was consumed before, or is another object that was given this method.
      if (watcher === undefined) return Reflect.apply(method, this, args)
      watchersOf.delete(this)
      return consume(watcher, method, this, args)
    }
  }
  standIns.set(method, then)
  standIns.set(then, then)
  return then
}

/**
 * Calls the `then` of an object for its consumer.
 *
 * What the consumer leaves out is filled in so that it makes no difference. Where a `then` returns no promise, that is not to
 * throw in place of a reaction to the error: nobody would catch it.
 */
function consume(first: Watcher, then: AnyFunction, object: object, args: unknown[]): unknown {
  let watcher: Watcher | undefined = first
  let derived: unknown
  const [onFulfilled, onRejected] = args

  function fulfilled(this: unknown, value: unknown): unknown {
    const watchers = watcher
    watcher = undefined
    for (let each = watchers; each !== undefined; each = each.next) each.fulfilled(value)
    return typeof onFulfilled === 'function' ? Reflect.apply(onFulfilled, this, arguments) : value
  }

  function rejected(this: unknown, error: unknown): unknown {
    const watchers = watcher
    watcher = undefined
    tell(watchers, error)
    if (typeof onRejected === 'function') return Reflect.apply(onRejected, this, arguments)
    if (thenOf(derived) !== undefined) throw error
    return undefined
  }

  args[0] = fulfilled
  args[1] = rejected
  try {
    return derived = Reflect.apply(then, object, args)
  } catch (error) {
    const watchers = watcher
    watcher = undefined
    tell(watchers, error)
    throw error
  }
}

function tell(first: Watcher | undefined, error: unknown): void {
  for (let watcher = first; watcher !== undefined; watcher = watcher.next) watcher.rejected(error)
}
