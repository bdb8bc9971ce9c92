import { apply, is, mapsIterate, Object } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { AnyFunction, BoundStores, Store } from '../../types.js'
import { storagesUseAsyncHooks } from '../storages-use-async-hooks.js'
import type { Backend, EnterStyle } from '../backend.js'
import { bindingsOf } from '../bindings.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import { type Entered, type Entry, leaveAfter } from '../entry.js'
import { isNative, untouched } from '../native-store.js'
import { apart } from '../probe.js'
import { enterBound, enterByWalk, type EntryWalk } from '../walk.js'
import { enterAlone, type Ways } from './enter-alone.js'
import { isolatePortably } from './isolate-portably.js'

/** The backend that works everywhere: the storage's public `getStore` and `enterWith`. */
export const portable: Backend = {
  name: 'portable',

  enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered {
    if (style === 'run') {
      const bindings = RUN_IS_MADE_OF_ENTER_WITH ? bindingsOf(stores) : undefined
      return bindings === undefined ? null : enterByWalk(new PortableEntry(message, style), stores, bindings)
    }
    return stores.size === 1 ? enterAlone(stores, message, WAYS) : enterAll(stores, message, WAYS.walk)
  },

  enterOne,

  isolate: isolatePortably
}

// Not in a constructor: JavaScriptCore inlines none that calls the storage, which took twice the time.
function enterOne(store: Store, value: unknown): Entry {
  const prior = store.getStore()
  store.enterWith(value)
  return new SinglePortableEntry(store, prior)
}

const WAYS: Ways = {
  one: enterOne,
  walk: (message) => new PortableEntry(message, 'scope')
}

/**
 * Enters all stores of a channel in style `scope`. Returns `null` when one of them is not native.
 *
 * Both loops heed what a transform binds and unbinds. JavaScriptCore calls forEach() at twice the time.
 */
export function enterAll(stores: BoundStores, message: unknown, newWalk: Ways['walk']): Entered {
  if (!mapsIterate()) return areAllNative(stores) ? enterByWalk(newWalk(message), stores) : null
  const all = stores.keys()
  for (let next = all.next(); !next.done; next = all.next()) {
    if (!isNative(next.value)) return null
  }
  const walk = newWalk(message)
  const rest = stores.keys()
  try {
    for (let next = rest.next(); !next.done; next = rest.next()) enterBound(walk, next.value, stores.get(next.value))
  } catch (error) {
    throw leaveAfter(walk.finish(), error, 'scope')
  }
  return walk.finish()
}

function areAllNative(stores: BoundStores): boolean {
  const before = others
  stores.forEach(countOthers)
  return others === before
}

// Counted on, never reset: a store may have getters, and those may trace.
let others = 0

function countOthers(_transform: unknown, store: Store): void {
  if (!isNative(store)) others++
}

/** A store that was entered, with what it gave before. */
interface EnteredStore {
  readonly store: Store
  readonly prior: unknown
  readonly isNative: boolean
  /** The store that was entered before, by the same trace. */
  readonly previous: EnteredStore | undefined
}

class PortableEntry implements EntryWalk, Entry {
  readonly message: unknown
  readonly style: EnterStyle
  last: EnteredStore | undefined

  constructor(message: unknown, style: EnterStyle) {
    this.message = message
    this.style = style
    this.last = undefined
  }

  beforeTransform(): void {}

  afterTransform(): void {}

  enter(store: Store, value: unknown): void {
    const byScope = this.style === 'scope'
    if (byScope && !isNative(store)) {
      this.last = { store, prior: enterCustom(store, value, true), isNative: false, previous: this.last }
      return
    }
    const prior = store.getStore()
    if (!byScope && is(prior, value)) return
    store.enterWith(value)
    this.last = { store, prior, isNative: true, previous: this.last }
  }

  /** Public methods may be anyone's by then. */
  get mayFail(): boolean {
    return this.style === 'scope'
  }

  hasMetUnset(): boolean {
    return false
  }

  finish(): Entry | undefined {
    return this
  }

  leave(): void {
    let failure: Failure | undefined
    for (let entered = this.last; entered !== undefined; entered = entered.previous) {
      const { store, prior } = entered
      if (entered.isNative && isNative(store)) store.enterWith(prior)
      else failure = leaveCustom(store, prior, failure)
    }
    if (failure !== undefined) throw failure.error
  }

  leaveScope(): void {
    this.leave()
  }
}

class SinglePortableEntry implements Entry {
  readonly store: Store
  readonly prior: unknown

  constructor(store: Store, prior: unknown) {
    this.store = store
    this.prior = prior
  }

  /** A public method may be anyone's by then. */
  get mayFail(): boolean {
    return true
  }

  leave(): void {
    this.store.enterWith(this.prior)
  }

  leaveScope(): void {
    this.store.enterWith(this.prior)
  }
}

// Asked at load: agents may put wrappers there later, and the question would call them. With wrappers no store is
// native.
const RUN_IS_MADE_OF_ENTER_WITH = untouched && !storagesUseAsyncHooks && runIsMadeOfEnterWith()

/**
 * On hosts with AsyncContextFrame `run` is `getStore` and `enterWith`; with async_hooks it goes past both. A host that
 * refuses what is tried is taken for one of the latter.
 */
function runIsMadeOfEnterWith(): boolean {
  try {
    return apart((newStorage) => {
      let calls = 0
      const storage = newStorage()
      const enterWith: AnyFunction = storage.enterWith
      // Defined: it can't be assigned to where the prototype is frozen.
      Object.defineProperty(storage, 'enterWith', { value(data: unknown) {
        calls++
        apply(enterWith, storage, [data])
      } })
      storage.run(1, () => {})
      return calls === 2
    })
  } catch {
    return false
  }
}
