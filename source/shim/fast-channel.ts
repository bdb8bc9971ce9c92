import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../host/bound-stores.js'
import { way } from '../host/context/way-in-use.js'
import { apart, enterUnrecorded } from '../stores/entered-apart.js'
import { RunStoresScope, type OpenStoreScope } from '../stores/run-stores-scope.js'
import type { AnyFunction } from '../types.js'
import { makeRunStores } from './run-stores.js'
import type { Shim } from './shim.js'

/** `runStores` of an active channel. */
export function fastRunStores(shim: Shim, host: AnyFunction): AnyFunction {
  const { manner } = shim.host
  const applies = manner === 'run' ? () => shim.on : (channel: Channel) => shim.on && shim.isOwnWithStoreScope(channel.withStoreScope)
  return makeRunStores({ applies, enter: (stores, data) => way.enter(stores, data, manner), instead: host })
}

/** `withStoreScope` of an active channel, without a DisposableStack. */
export function fastWithStoreScope(shim: Shim, host: AnyFunction): AnyFunction {
  const openStoreScope = openStoreScopeAsHost(shim, (channel, data) => Reflect.apply(host, channel, [data]))
  return {
    withStoreScope(this: Channel, data: unknown): Disposable {
      return openStoreScope(this, data)
    }
  }.withStoreScope
}

/** Opens the scope of a channel's stores as a host with scopes does, or has `fallback` do it. */
export function openStoreScopeAsHost(shim: Shim, fallback: OpenStoreScope): OpenStoreScope {
  return (channel, data) => {
    if (!shim.on) return fallback(channel, data)
    const stores = storesOf(channel)
    if (stores === undefined || stores.size === 0) return new RunStoresScope(channel, data, undefined)
    const entered = enterUnrecorded(stores, data) ?? apart(way.enterByRecord(stores, data, 'scope'))
    return entered === undefined ? fallback(channel, data) : new RunStoresScope(channel, data, entered)
  }
}
