import { newWeakMap, Object } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { BoundStores, Store } from '../../types.js'
import type { Backend, EnterStyle } from '../backend.js'
import { bindingsOf } from '../bindings.js'
import { enterCustom, leaveCustom } from '../custom-store.js'
import type { Entered, Entry } from '../entry.js'
import { isNative, isReadNatively } from '../native-store.js'
import { enterAlone, type Ways } from '../portable/enter-alone.js'
import { enterAll, portable } from '../portable/portable-backend.js'
import { enterByWalk, type EntryWalk } from '../walk.js'
import type { HostContext, Mapping } from './host-context.js'

/** A store that was entered, with what it gave before. */
interface EnteredStore {
  readonly store: Store
  readonly prior: unknown
  /** The store that was entered before, by the same trace. */
  readonly previous: EnteredStore | undefined
}

/**
 * The backend of hosts whose context is a plain object that can be read and set: Deno's. One copy of the context for
 * all stores that are entered without a transform in between, and back by a pointer, where `enterWith` copies it for
 * each store, and once more to leave it.
 */
export function makePointerBackend({ current, set }: HostContext): Backend {
  const keyOf = makeKeyOf({ current, set })

  /**
   * Enters a value in a new mapping, as `enterWith` does. What stands for a value in a mapping that alone can make: it
   * is called in an empty context, and what was in the one before is added to its mapping. The host's own copy took up
   * to twice the time.
   */
  const enterInCopy = (before: Mapping | undefined, store: Store, value: unknown): void => {
    if (before === undefined) {
      store.enterWith(value)
      return
    }
    set(undefined)
    store.enterWith(value)
    const mapping = current()!
    const keys = Object.keys(before)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      if (mapping[key] === undefined) mapping[key] = before[key]
    }
  }

  /** Enters a value in the mapping that is current, in place. */
  const enterInPlace = (mapping: Mapping, store: Store, value: unknown): void => {
    const key = keyOf(store)
    set(undefined)
    store.enterWith(value)
    mapping[key] = current()![key]
    set(mapping)
  }

  class PointerEntry implements EntryWalk, Entry {
    readonly message: unknown
    readonly style = 'scope'
    readonly mayFail = true
    readonly outer: Mapping | undefined
    entered: Mapping | undefined
    /** Whether the mapping was made for this entry, and nobody can have kept it yet. */
    isUnseen: boolean
    /** Whether somebody else has changed the context meanwhile. */
    isDisturbed: boolean
    last: EnteredStore | undefined

    constructor(message: unknown) {
      this.message = message
      this.outer = this.entered = current()
      this.isUnseen = false
      this.isDisturbed = false
      this.last = undefined
    }

    beforeTransform(): void {
      this.isUnseen = false
    }

    afterTransform(): void {}

    enter(store: Store, value: unknown): void {
      let prior: unknown
      if (isNative(store)) {
        if (!isReadNatively(store)) this.isUnseen = false
        if (isDisabled(store)) this.isDisturbed = true
        prior = store.getStore()
        if (current() !== this.entered) this.isDisturbed = true
        if (this.isUnseen && !this.isDisturbed) {
          enterInPlace(this.entered!, store, value)
        } else {
          enterInCopy(current(), store, value)
          this.entered = current()
          this.isUnseen = true
        }
      } else {
        prior = enterCustom(store, value, true)
        this.isDisturbed = true
      }
      this.last = { store, prior, previous: this.last }
    }

    hasMetUnset(): boolean {
      return false
    }

    finish(): Entry {
      return this
    }

    leave(): void {
      let canSet = !this.isDisturbed && current() === this.entered
      for (
        let entered = this.last; canSet && entered !== undefined; entered = entered.previous
      ) canSet = !isDisabled(entered.store)
      if (canSet) set(this.outer)
      else this.putBack()
    }

    leaveScope(): void {
      this.leave()
    }

    /** One by one, as the host does. */
    putBack(): void {
      let failure: Failure | undefined
      for (
        let entered = this.last; entered !== undefined; entered = entered.previous
      ) failure = leaveCustom(entered.store, entered.prior, failure)
      if (failure !== undefined) throw failure.error
    }
  }

  class SinglePointerEntry implements Entry {
    readonly store: Store
    readonly prior: unknown
    readonly outer: Mapping | undefined
    readonly entered: Mapping | undefined
    readonly wasDisabled: boolean
    readonly mayFail = true

    constructor(
      store: Store, prior: unknown, outer: Mapping | undefined, entered: Mapping | undefined, wasDisabled: boolean
    ) {
      this.store = store
      this.prior = prior
      this.outer = outer
      this.entered = entered
      this.wasDisabled = wasDisabled
    }

    leave(): void {
      if (current() === this.entered && !this.wasDisabled && !isDisabled(this.store)) set(this.outer)
      else this.store.enterWith(this.prior === UNREAD ? this.readPrior() : this.prior)
    }

    leaveScope(): void {
      this.leave()
    }

    /** What the storage gave before: it is enabled for that, as by entering what it gave. */
    readPrior(): unknown {
      this.store.enterWith(undefined)
      const now = current()
      set(this.outer)
      const prior = this.store.getStore()
      set(now)
      return prior
    }
  }

  /**
   * What was entered by `run`, which puts the whole context back on this host, whatever was done to storages meanwhile.
   */
  class RunEntry implements EntryWalk, Entry {
    readonly message: unknown
    readonly style = 'run'
    /** What the first store was entered in: what a transform before it has entered stays. */
    outer: Mapping | undefined
    hasEntered: boolean
    /** What a transform has given methods of its own. */
    custom: EnteredStore | undefined

    constructor(message: unknown) {
      this.message = message
      this.outer = undefined
      this.hasEntered = false
      this.custom = undefined
    }

    beforeTransform(): void {}

    afterTransform(): void {}

    enter(store: Store, value: unknown): void {
      if (!isNative(store)) {
        this.custom = { store, prior: enterCustom(store, value, false), previous: this.custom }
        return
      }
      const before = current()
      if (!this.hasEntered) this.outer = before
      this.hasEntered = true
      enterInCopy(before, store, value)
    }

    hasMetUnset(): boolean {
      return false
    }

    finish(): Entry {
      return this
    }

    leave(): void {
      let failure: Failure | undefined
      for (
        let entered = this.custom; entered !== undefined; entered = entered.previous
      ) failure = leaveCustom(entered.store, entered.prior, failure)
      if (this.hasEntered) set(this.outer)
      if (failure !== undefined) throw failure.error
    }

    leaveScope(): void {
      this.leave()
    }
  }

  const enterByRun = (stores: BoundStores, message: unknown): Entered => {
    const bindings = bindingsOf(stores)
    // What is no function is called by the host, which names it in a TypeError.
    return bindings === undefined || !areCallable(bindings.transforms)
      ? null
      : enterByWalk(new RunEntry(message), stores, bindings)
  }

  const ways: Ways = {
    one(store, value) {
      const wasDisabled = isDisabled(store)
      // Most are left by the pointer.
      const prior = isReadNatively(store) && !wasDisabled ? UNREAD : store.getStore()
      const outer = current()
      enterInCopy(outer, store, value)
      return new SinglePointerEntry(store, prior, outer, current(), wasDisabled)
    },

    walk: (message) => new PointerEntry(message)
  }

  return {
    ...portable,

    enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered {
      if (style === 'run') return enterByRun(stores, message)
      return stores.size === 1 ? enterAlone(stores, message, ways) : enterAll(stores, message, ways.walk)
    },

    enterOne: ways.one
  }
}

function areCallable(transforms: readonly unknown[]): boolean {
  for (let i = 0; i < transforms.length; i++) {
    if (transforms[i] !== undefined && typeof transforms[i] !== 'function') return false
  }
  return true
}

/** Instead of the value before: it is read if it is needed. */
const UNREAD = Symbol('unread')

/**
 * Whether a storage is disabled: on Deno that is no change of any context, and entering a value enables it again, with
 * the values that it has in all of them. A new one is, too.
 */
function isDisabled(store: Store): boolean {
  return (store as { enabled?: boolean }).enabled === false
}

/** Makes what finds the key of a store in mappings, which is always the same. */
function makeKeyOf({ current, set }: HostContext): (store: Store) => number {
  const known = newWeakMap<Store, number>()

  const find = (store: Store): number => {
    const outer = current()
    set(undefined)
    store.enterWith(undefined)
    const key = +Object.keys(current()!)[0]!
    known.set(store, key)
    set(outer)
    return key
  }

  return (store) => known.get(store) ?? find(store)
}
