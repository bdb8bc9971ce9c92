import { append, apply, is, Object } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { AnyFunction, BoundStores, Store } from '../../types.js'
import { storagesUseAsyncHooks } from '../storages-use-async-hooks.js'
import type { Backend, EnterStyle } from '../backend.js'
import { bindingsOf } from '../bindings.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import type { Entered, Entry } from '../entry.js'
import { isNative, untouched } from '../native-store.js'
import { apart } from '../probe.js'
import { enterByWalk, type EntryWalk } from '../walk.js'
import { isolatePortably } from './isolate-portably.js'

/** The backend that works everywhere: the storage's public `getStore` and `enterWith`. */
export const portable: Backend = {
  name: 'portable',

  enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered {
    const bindings = bindingsOf(stores)
    if (bindings === undefined || (style === 'run' && !RUN_IS_MADE_OF_ENTER_WITH)) return null
    return enterByWalk(new PortableEntry(message, style), stores, bindings)
  },

  enterOne: (store: Store, value: unknown) => new SinglePortableEntry(store, value),

  isolate: isolatePortably
}

class PortableEntry implements EntryWalk, Entry {
  readonly message: unknown
  readonly style: EnterStyle
  /** A pair `store, prior` for each store, in the order of entering. */
  readonly #pairs: unknown[] = []

  constructor(message: unknown, style: EnterStyle) {
    this.message = message
    this.style = style
  }

  beforeTransform(): void {}

  afterTransform(): void {}

  enter(store: Store, value: unknown): void {
    const byScope = this.style === 'scope'
    if (byScope && !isNative(store)) {
      this.#note(store, enterCustom(store, value, true))
      return
    }
    const prior = store.getStore()
    if (!byScope && is(prior, value)) return
    store.enterWith(value)
    this.#note(store, prior)
  }

  #note(store: Store, prior: unknown): void {
    append(this.#pairs, store)
    append(this.#pairs, prior)
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
    const pairs = this.#pairs
    let failure: Failure | undefined
    for (let i = pairs.length - 2; i >= 0; i -= 2) failure = leaveCustom(pairs[i] as Store, pairs[i + 1], failure)
    if (failure !== undefined) throw failure.error
  }

  leaveScope(): void {
    this.leave()
  }
}

class SinglePortableEntry implements Entry {
  readonly #store: Store
  readonly #prior: unknown

  constructor(store: Store, value: unknown) {
    this.#store = store
    this.#prior = store.getStore()
    store.enterWith(value)
  }

  leave(): void {
    this.#store.enterWith(this.#prior)
  }

  leaveScope(): void {
    this.leave()
  }
}

// Asked at load: agents may put wrappers there later, and the question would call them. With wrappers no store is native.
const RUN_IS_MADE_OF_ENTER_WITH = untouched && !storagesUseAsyncHooks && runIsMadeOfEnterWith()

/** On hosts with AsyncContextFrame `run` is `getStore` and `enterWith`; with async_hooks it goes past both. */
function runIsMadeOfEnterWith(): boolean {
  return apart((newStorage) => {
    let calls = 0
    const storage = newStorage()
    const enterWith: AnyFunction = storage.enterWith
    // Defined: it can't be assigned to where the prototype is frozen.
    Object.defineProperty(storage, 'enterWith', { value(data: unknown) { calls++; apply(enterWith, storage, [data]) } })
    storage.run(1, () => {})
    return calls === 2
  })
}
