import { publishStart } from '../../host/publish.js'
import { is, mapsIterate } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { BoundStores, Store } from '../../types.js'
import type { Backend, CallInStores } from '../backend.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import { isNative, isReadNatively } from '../native-store.js'
import { portable } from '../portable/portable-backend.js'
import { callTransform, isTransform, NO_VALUE } from '../walk.js'
import { nestedScopes } from './nested-scopes.js'

/**
 * The backend of hosts whose `run` leaves the context as it was before, where `enterWith` leaves a value of `undefined`
 * in it, which all that is entered later has to walk past: Bun's. What is called in stores is called in their `run`,
 * one in the other. Scopes are entered portably.
 */
export const nested: Backend = {
  ...portable,
  scopes: nestedScopes,

  nesting: {
    admits(stores: BoundStores): boolean {
      if (stores.size === 0 || !mapsIterate()) return false
      const all = stores.keys()
      for (let left = stores.size; left > 0; left--) {
        const store = all.next().value
        // The question may call getters of a store, which may have unbound others.
        if (store === undefined || !isNative(store)) return false
      }
      return true
    },

    run(call: CallInStores, stores: BoundStores): unknown {
      if (stores.size === 1) return enterOnly(call, stores)
      call.stores = stores
      call.rest = stores.keys()
      return enterNext(call)
    }
  }
}

/** Enters the only store. Apart from `enterNext`, as it took JavaScriptCore a sixth of a trace to learn that it is. */
function enterOnly(call: CallInStores, stores: BoundStores): unknown {
  const { message } = call
  const rest = stores.keys()
  const store = rest.next().value!
  const transform = stores.get(store)
  if (!isTransform(transform, 'scope')) return enterIn(call, store, message, publishAndMake)
  const value = callTransform(transform, message)
  const next = rest.next()
  if (next.done) return enterIn(call, store, value, publishAndMake)
  call.stores = stores
  call.rest = startingWith(next.value, rest)
  return enterIn(call, store, value, enterNext)
}

function startingWith(first: Store, rest: Iterator<Store>): Iterator<Store> {
  let isFirst = true
  return {
    next() {
      if (!isFirst) return rest.next()
      isFirst = false
      return { value: first }
    }
  }
}

/**
 * Enters the next store, and the others in it; publishes and makes the call in the last. A fixed function: `run` hands
 * on its argument.
 */
function enterNext(call: CallInStores): unknown {
  const { message } = call
  // The iterator of a map heeds what a transform binds and unbinds.
  const next = call.rest!.next()
  if (next.done) return publishAndMake(call)
  const store: Store = next.value
  const transform = call.stores!.get(store)
  const value = isTransform(transform, 'scope') ? callTransform(transform, message) : message
  return enterIn(call, store, value, enterNext)
}

function publishAndMake(call: CallInStores): unknown {
  publishStart(call.channel, call.message)
  return call.make(call)
}

/** Goes on in a store with a value entered, if there is one. */
function enterIn(call: CallInStores, store: Store, value: unknown, goOn: (call: CallInStores) => unknown): unknown {
  if (value === NO_VALUE) return goOn(call)
  if (!isNative(store)) return leaveAfterwards(call, store, enterCustom(store, value, true), goOn)
  const prior = store.getStore()
  // `run` does not enter a value that is current, and would leave in its place what is entered meanwhile. Which one is
  // current it does not ask a `getStore` that is not the host's own.
  if (isReadNatively(store) && !is(prior, value)) return store.run(value, goOn, call)
  store.enterWith(value)
  return leaveAfterwards(call, store, prior, goOn)
}

/** Goes on in a store that was entered without `run`, and leaves it. */
function leaveAfterwards(
  call: CallInStores, store: Store, prior: unknown, goOn: (call: CallInStores) => unknown
): unknown {
  let result: unknown
  let failure: Failure | undefined
  try {
    result = goOn(call)
  } catch (error) {
    failure = { error }
  }
  failure = leaveCustom(store, prior, failure)
  if (failure !== undefined) throw failure.error
  return result
}
