import { apply, newWeakMap, Object, Reflect } from '../primordials.js'
import { STANDS_FOR } from '../registry.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { CapturedStores } from './captured-stores.js'
import { replaceMethod } from './iterators.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'
import { thenOf } from './thenable.js'

// A `then` may run a query, run it twice, or mark a rejection as handled. So no trace calls it: the object gets a
// `then` of its own, and the trace hears what the first consumer hears, just before it does.

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
  /**
   * Subscribers of the continuation see the stores of the trace, as after a native promise, wherever the consumer is.
   */
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

/** Those who wait for the first consumer of an object, in the order in which they began to. They are told once. */
class Waiting {
  #first: Watcher | undefined
  #last: Watcher
  count = 1

  constructor(first: Watcher) {
    this.#first = this.#last = first
  }

  add(watcher: Watcher): void {
    this.#last = this.#last.next = watcher
    this.count++
  }

  fulfilled(value: unknown): void {
    for (let watcher = this.#take(); watcher !== undefined; watcher = watcher.next) watcher.fulfilled(value)
  }

  rejected(error: unknown): void {
    for (let watcher = this.#take(); watcher !== undefined; watcher = watcher.next) watcher.rejected(error)
  }

  #take(): Watcher | undefined {
    const first = this.#first
    this.#first = undefined
    return first
  }
}

const waitingFor = newWeakMap<object, Waiting>()

/**
 * How many wait for one object at most: one that each call gives, and that nobody consumes, would hold their contexts.
 */
const MOST_WAITING = 1000

/**
 * What stands in for a `then`, by that `then`, and by itself. One for all objects with the same method, as those of a
 * class: a closure less for each call.
 */
const standIns = newWeakMap<AnyFunction, AnyFunction>()

type StandIn = AnyFunction & { readonly [STANDS_FOR]?: AnyFunction }

/**
 * Has a watcher hear how a thenable ends, once somebody consumes it. The object stays the same but for a `then` of its
 * own.
 *
 * @param then the `then` that the object has
 * @returns whether it is watched: not an object that can't be changed, a proxy that shows another `then` than it was
 *   given, or what too many wait for
 */
export function watch(object: object, then: AnyFunction, watcher: Watcher): boolean {
  const waiting = waitingFor.get(object)
  if (waiting?.count === MOST_WAITING) return false
  const isThere = hasStandIn(then)
  if (!isThere && !putStandIn(object, then)) return false
  if (lookedAhead.has(object)) lookedAhead.set(object, isThere ? then : standInFor(then))
  if (waiting === undefined) waitingFor.set(object, new Waiting(watcher))
  else waiting.add(watcher)
  return true
}

/** Whether a `then` leads to a stand-in of this copy of the package. Two copies would go on covering each other's. */
function hasStandIn(then: StandIn): boolean {
  for (let each: StandIn | undefined = then; each !== undefined; each = each[STANDS_FOR]) {
    if (standIns.get(each) === each) return true
  }
  return false
}

/** Puts a stand-in over the `then` of an object. Gives whether it is there; if not, the object is as it was. */
function putStandIn(object: object, then: AnyFunction): boolean {
  try {
    const before = Reflect.getOwnPropertyDescriptor(object, 'then')
    const accessor = before ?? inherited(object, 'then')
    if (
      accessor !== undefined && !Object.hasOwn(accessor, 'value')
    ) return lookThrough(object, accessor.get!, accessor.set, before?.enumerable ?? false)
    const standIn = standInFor(then)
    if (!replaceMethod(object, 'then', standIn)) return false
    if ((object as { then?: unknown }).then === standIn) return true
    if (before === undefined) Reflect.deleteProperty(object, 'then')
    else Reflect.defineProperty(object, 'then', before)
  } catch {
    // It is a proxy that refuses.
  }
  return false
}

/** The descriptor of a property that an object inherits. */
function inherited(object: object, name: PropertyKey): PropertyDescriptor | undefined {
  for (let each = Reflect.getPrototypeOf(object); each !== null; each = Reflect.getPrototypeOf(each)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(each, name)
    if (descriptor !== undefined) return descriptor
  }
  return undefined
}

/**
 * What a trace has read from the getter of an object, until the consumer reads it: a getter may run what the `then`
 * waits for. It is `undefined` from then on.
 */
const lookedAhead = newWeakMap<object, AnyFunction | undefined>()

/** Puts a getter over the one of a `then`, which may give another one each time, or none. */
function lookThrough(
  object: object, get: () => unknown, set: ((value: unknown) => void) | undefined, enumerable: boolean
): boolean {
  const isDone = Reflect.defineProperty(object, 'then', {
    get(this: object): unknown {
      const read = lookedAhead.get(this)
      if (read !== undefined) {
        lookedAhead.set(this, undefined)
        return read
      }
      const then: unknown = apply(get, this, [])
      return typeof then === 'function' ? standInFor(then as AnyFunction) : then
    },
    ...(set && { set }),
    enumerable,
    configurable: true
  })
  if (isDone) lookedAhead.set(object, undefined)
  return isDone
}

function standInFor(then: AnyFunction): AnyFunction {
  return standIns.get(then) ?? makeStandIn(then)
}

function makeStandIn(method: AnyFunction): AnyFunction {
  const { then }: { then: StandIn } = {
    then(this: object, ...args: unknown[]): unknown {
      const waiting = waitingFor.get(this)
      // It was consumed before, or is another object that was given this method.
      if (waiting === undefined) return apply(method, this, args)
      waitingFor.delete(this)
      return consume(waiting, method, this, args)
    }
  }
  Object.defineProperty(then, STANDS_FOR, { value: method })
  standIns.set(method, then)
  standIns.set(then, then)
  return then
}

/**
 * Calls the `then` of an object for its consumer.
 *
 * What the consumer leaves out is filled in so that it makes no difference. In place of a reaction to the error that is
 * to throw only where a promise is known to catch it: see `Rejected`.
 */
function consume(waiting: Waiting, then: AnyFunction, object: object, args: unknown[]): unknown {
  let derived: unknown
  const onFulfilled = args[0]
  const onRejected = args[1]

  args[0] = function fulfilled(this: unknown, value: unknown): unknown {
    waiting.fulfilled(value)
    return typeof onFulfilled === 'function' ? apply(onFulfilled, this, arguments) : value
  }
  args[1] = function rejected(this: unknown, error: unknown): unknown {
    waiting.rejected(error)
    if (typeof onRejected === 'function') return apply(onRejected, this, arguments)
    if (derived !== object && thenOf(derived) !== undefined) throw error
    return new Rejected(error)
  }

  try {
    return derived = apply(then, object, args)
  } catch (error) {
    waiting.rejected(error)
    throw error
  }
}

/**
 * What comes of an error without a reaction, while a `then` is still running or has returned no other thenable. A
 * promise to which the reaction belonged takes it up and is rejected, as if there had been none; nobody else sees it.
 */
class Rejected {
  readonly #error: unknown

  constructor(error: unknown) {
    this.#error = error
  }

  then(_onFulfilled: unknown, onRejected?: (error: unknown) => unknown): void {
    onRejected?.(this.#error)
  }
}
