import { publishStart } from '../../host/publish.js'
import { Array, is, mapsIterate } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { BoundStores, Store } from '../../types.js'
import type { Admitted, Backend, CallInStores } from '../backend.js'
import { unwatchedStoresOf } from '../bindings.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import { isNative } from '../native-store.js'
import { portable } from '../portable/portable-backend.js'
import { nestedScopes } from './nested-scopes.js'
import { callTransform, isTransform, NO_VALUE } from '../walk.js'

const { isArray } = Array

/**
 * The backend of hosts whose `run` leaves the context as it was before, where `enterWith` leaves a value of `undefined`
 * in it, which all that is entered later has to walk past: Bun's. What is called in several stores is called in their
 * `run`, one in the other. One store, and scopes, are entered portably.
 */
export const nested: Backend = {
  ...portable,
  scopes: nestedScopes,

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

    run(call: CallInStores, stores: Admitted): unknown {
      if (!isArray(stores)) return enterNext(new NestedWalk(call, stores as BoundStores))
      call.stores = stores
      return enterListed(call)
    }
  }
}

/** Enters the next store, and the others in it; publishes and makes the call in the last. */
function enterListed(call: CallInStores): unknown {
  const { stores, message } = call
  if (call.entered === stores.length) {
    publishStart(call.channel, message)
    return call.make(call)
  }
  const store = stores[call.entered++]!
  return is(store.getStore(), message)
    ? enterOtherwise(call, store, message, enterListed)
    : store.run(message, enterListed, call)
}

/** The way of a call into the stores of a channel, whose transforms may do anything. */
class NestedWalk {
  readonly call: CallInStores
  readonly stores: BoundStores
  /** The stores that it has yet to enter. The iterator of a map heeds what a transform binds and unbinds. */
  readonly rest: Iterator<Store>

  constructor(call: CallInStores, stores: BoundStores) {
    this.call = call
    this.stores = stores
    this.rest = stores.keys()
  }
}

/**
 * Enters the next store, and the others in it; publishes and makes the call in the last. A fixed function: `run` hands
 * on its argument.
 */
function enterNext(walk: NestedWalk): unknown {
  const { call, stores } = walk
  const { message } = call
  const next = walk.rest.next()
  if (next.done) {
    publishStart(call.channel, message)
    return call.make(call)
  }
  const store: Store = next.value
  const transform = stores.get(store)
  let value = message
  if (isTransform(transform, 'scope')) {
    value = callTransform(transform, message)
    if (value === NO_VALUE) return enterNext(walk)
  }
  // `run` does not enter a value that is current, and would leave in its place what is entered meanwhile.
  return isNative(store) && !is(store.getStore(), value)
    ? store.run(value, enterNext, walk)
    : enterOtherwise(walk, store, value, enterNext)
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
