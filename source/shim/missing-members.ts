import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { type Channel } from 'node:diagnostics_channel'
import { BoundedChannel, boundedChannel } from '../channels/bounded-channel.js'
import { watched } from '../copies.js'
import { adopt } from '../host/context/plain.js'
import type { HostPrototypes } from '../host/prototypes.js'
import { RunScope } from '../stores/run-scope.js'
import { openStoreScope } from '../stores/run-stores-scope.js'
import type { Store } from '../types.js'
import { AddedProperty } from './added-property.js'
import type { Restorable } from './restorable.js'

/** Adds what Node 26 has and the host has not: scopes and bounded channels. */
export function addMissingMembers({ inactiveChannel, activeChannel }: HostPrototypes): ReadonlyArray<Restorable | undefined> {
  return [
    addWithScope(),
    AddedProperty.add(inactiveChannel, 'withStoreScope', inactive.withStoreScope, false),
    AddedProperty.add(activeChannel, 'withStoreScope', watched('withStoreScope', active.withStoreScope), false),
    AddedProperty.add(diagnosticsChannel, 'boundedChannel', boundedChannel, true),
    AddedProperty.add(diagnosticsChannel, 'BoundedChannel', BoundedChannel, true)
  ]
}

function addWithScope(): Restorable | undefined {
  const withScope = watched('withScope', storage.withScope)
  const added = AddedProperty.add(AsyncLocalStorage.prototype, 'withScope', withScope, false)
  if (added === undefined) return undefined
  // A storage that has it is as plain as one that has none.
  adopt('withScope', withScope)
  return {
    restore() {
      adopt('withScope', undefined)
      return added.restore()
    }
  }
}

// Methods of object literals: like those of a class they have no prototype and can't be constructed.

const storage = {
  withScope(this: Store, store: unknown): Disposable {
    return new RunScope(this, store)
  }
}

const active = {
  withStoreScope(this: Channel, data: unknown): Disposable {
    return openStoreScope(this, data)
  }
}

const inactive = {
  withStoreScope(): Disposable {
    return { [Symbol.dispose]() {} }
  }
}
