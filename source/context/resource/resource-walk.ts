import { executionAsyncResource } from '../../host/async-hooks.js'
import { Array, is } from '../../primordials.js'
import type { Failure } from '../../suppressed.js'
import type { BoundStores, Store } from '../../types.js'
import type { EnterStyle } from '../backend.js'
import { CustomPrior, enterCustom, leaveCustom } from '../custom-store.js'
import type { Entry } from '../entry.js'
import { isNative, isReadNatively } from '../native-store.js'
import type { EntryWalk } from '../walk.js'
import { readAt, setAt, writeAt } from './access-sites.js'
import type { ResourceStore, Values } from './resource-store.js'
import type { ResourceReader } from './resource-values.js'

/**
 * Makes what enters several stores one after the other, all of them on the resource that is current, and leaves them.
 */
export function makeResourceWalk(
  { valuesOf, currentOf, isUnset }: ResourceReader
): new (message: unknown, style: EnterStyle, stores: BoundStores) => EntryWalk {
  return class implements EntryWalk, Entry {
    readonly message: unknown
    readonly style: EnterStyle
    readonly values: Values
    /** In the order of entering. */
    readonly stores: Store[]
    /** What to put back in each. There is no such list while that is `undefined` for all, as mostly. */
    priors: unknown[] | undefined
    count: number
    /** Whether none of the stores so far had a value. */
    hasOnlyUnset: boolean
    declare mayFail?: true

    constructor(message: unknown, style: EnterStyle, stores: BoundStores) {
      this.message = message
      this.style = style
      this.values = valuesOf(executionAsyncResource())
      this.stores = new Array(stores.size)
      this.priors = undefined
      this.count = 0
      this.hasOnlyUnset = true
    }

    beforeTransform(): void {}

    afterTransform(): void {}

    enter(store: Store, value: unknown): void {
      const byScope = this.style === 'scope'
      if (!isNative(store)) {
        if (byScope) this.mayFail = true
        this.note(store, enterCustom(store, value, byScope))
        return
      }
      const { values, count } = this
      const held = readAt(count, values, (store as ResourceStore).kResourceStore)
      const current = currentOf(store as ResourceStore, held)
      if (this.hasOnlyUnset && !isUnset(store as ResourceStore, values, current)) this.hasOnlyUnset = false
      if (!byScope && is(current, value)) return
      this.note(store, byScope
        ? current
        : isReadNatively(store) ? held : readAt(count, values, (store as ResourceStore).kResourceStore))
      setAt(count, values, store as ResourceStore, value)
    }

    note(store: Store, prior: unknown): void {
      const i = this.count++
      this.stores[i] = store
      if (prior !== undefined && this.priors === undefined) this.priors = new Array(this.stores.length)
      if (this.priors !== undefined) this.priors[i] = prior
    }

    hasMetUnset(): boolean {
      return this.hasOnlyUnset
    }

    finish(): Entry | undefined {
      return this.count === 0 ? undefined : this
    }

    leave(): void {
      this.putBack(this.values, this.style === 'scope')
    }

    leaveScope(): void {
      this.putBack(valuesOf(executionAsyncResource()), true)
    }

    /**
     * The last one first: what was held on the resource, even if the store was disabled, or, for a scope, what the
     * store gave.
     */
    putBack(values: Values, byScope: boolean): void {
      const { stores, priors } = this
      let failure: Failure | undefined
      for (let i = this.count - 1; i >= 0; i--) {
        const store = stores[i] as ResourceStore
        const prior = priors === undefined ? undefined : priors[i]
        if (CustomPrior.is(prior)) failure = leaveCustom(store, prior, failure)
        else if (!byScope) writeAt(i, values, store.kResourceStore, prior)
        else if (isNative(store)) setAt(i, values, store, prior)
        else failure = leaveCustom(store, prior, failure)
      }
      if (failure !== undefined) throw failure.error
    }
  }
}
