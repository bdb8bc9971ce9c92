import type { Channel } from 'node:diagnostics_channel'
import { publishStart } from '../../host/publish.js'
import { Array, is, mapsIterate } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { BoundStores, Store } from '../../types.js'
import type { Admitted, Backend } from '../backend.js'
import { unwatchedStoresOf } from '../bindings.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import { isNative } from '../native-store.js'
import { portable } from '../portable/portable-backend.js'
import { callTransform, isTransform, NO_VALUE } from '../walk.js'

const { isArray } = Array

/**
 * The backend of hosts whose `run` leaves the context as it was before, where `enterWith` leaves a value of `undefined`
 * in it, which all that is entered later has to walk past: Bun's. What is called in several stores is called in their
 * `run`, one in the other. One store, and scopes, are entered portably.
 */
export const nested: Backend = {
  ...portable,

  leavesScopesToHost: true,

  nesting: {
    admitted(stores: BoundStores): Admitted | undefined {
      const list = unwatchedStoresOf(stores)
      if (list !== undefined) return list
      if (!mapsIterate()) return undefined
      const rest = stores.keys()
      for (let next = rest.next(); !next.done; next = rest.next()) {
        if (!isNative(next.value)) return undefined
      }
      return stores
    },

    run: (channel, stores, message, fn, arg) => isArray(stores)
      ? enterListed(new ListedCall(channel, stores, message, fn, arg))
      : enterNext(new NestedCall(channel, stores as BoundStores, message, fn, arg))
  }
}

/** A call on its way into stores while nobody looks on. */
class ListedCall<Arg = any> {
  readonly channel: Channel
  readonly stores: readonly Store[]
  readonly message: unknown
  readonly fn: (arg: Arg) => unknown
  readonly arg: Arg
  /** How many of them it has entered. */
  entered: number

  constructor(channel: Channel, stores: readonly Store[], message: unknown, fn: (arg: Arg) => unknown, arg: Arg) {
    this.channel = channel
    this.stores = stores
    this.message = message
    this.fn = fn
    this.arg = arg
    this.entered = 0
  }
}

/** Enters the next store, and the others in it; publishes and calls in the last. */
function enterListed(call: ListedCall): unknown {
  const { stores, message } = call
  if (call.entered === stores.length) {
    publishStart(call.channel, message)
    return call.fn(call.arg)
  }
  const store = stores[call.entered++]!
  return is(store.getStore(), message)
    ? enterOtherwise(call, store, message, enterListed)
    : store.run(message, enterListed, call)
}

/** A call on its way into the stores of a channel, whose transforms may do anything. */
class NestedCall<Arg = any> {
  readonly channel: Channel
  readonly stores: BoundStores
  readonly message: unknown
  readonly fn: (arg: Arg) => unknown
  readonly arg: Arg
  /** The stores that it has yet to enter. The iterator of a map heeds what a transform binds and unbinds. */
  readonly rest: Iterator<Store>

  constructor(channel: Channel, stores: BoundStores, message: unknown, fn: (arg: Arg) => unknown, arg: Arg) {
    this.channel = channel
    this.stores = stores
    this.message = message
    this.fn = fn
    this.arg = arg
    this.rest = stores.keys()
  }
}

/**
 * Enters the next store, and the others in it; publishes and calls in the last. A fixed function: `run` hands on its
 * argument.
 */
function enterNext(call: NestedCall): unknown {
  const { message, stores } = call
  const next = call.rest.next()
  if (next.done) {
    publishStart(call.channel, message)
    return call.fn(call.arg)
  }
  const store: Store = next.value
  const transform = stores.get(store)
  let value = message
  if (isTransform(transform, 'scope')) {
    value = callTransform(transform, message)
    if (value === NO_VALUE) return enterNext(call)
  }
  // `run` does not enter a value that is current, and would leave in its place what is entered meanwhile.
  return isNative(store) && !is(store.getStore(), value)
    ? store.run(value, enterNext, call)
    : enterOtherwise(call, store, value, enterNext)
}

/** Enters a store by `enterWith`; by its own methods where a transform has given it some. */
function enterOtherwise<Call>(call: Call, store: Store, value: unknown, enterOthers: (call: Call) => unknown): unknown {
  let prior: unknown = value
  if (isNative(store)) store.enterWith(value)
  else prior = enterCustom(store, value, true)
  let result: unknown
  let failure: Failure | undefined
  try {
    result = enterOthers(call)
  } catch (error) {
    failure = { error }
  }
  failure = leaveCustom(store, prior, failure)
  if (failure !== undefined) throw failure.error
  return result
}
