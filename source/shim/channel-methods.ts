import type { Channel } from 'node:diagnostics_channel'
import { type OpenStoreScope, RunStoresScope } from '../api/with-store-scope.js'
import { storesOf } from '../context/bound-stores.js'
import { enterAsHost } from '../context/enter.js'
import { type Entered, type Entry, leaveAfter } from '../context/entry.js'
import { backend } from '../context/select-backend.js'
import { publishEnd, publishStart } from '../host/publish.js'
import { apply, dispose, Object } from '../primordials.js'
import type { Semantics } from '../trace/semantics.js'
import { elsewhere } from '../trace/slow-path.js'
import { runWindow } from '../trace/window.js'
import type { AnyFunction, BoundStores, WindowChannels } from '../types.js'
import type { HostBehaviour } from './observe-host.js'

/** The shim, as the methods that stand for the host's see it. */
export interface InstalledShim {
  readonly host: HostBehaviour
  readonly semantics: Semantics
  readonly on: boolean
  isOwnWithStoreScope(withStoreScope: unknown): boolean
  isOwnWithScope(withScope: unknown): boolean
  openByHost(start: Channel, end: Pick<Channel, 'publish'>, message: unknown): Disposable
}

/** What the `runStores` of hosts differ in. */
export interface RunStoresSettings {
  /** Whether the stores of a channel are entered here, if it is active. */
  applies(channel: Channel): boolean
  /** Enters them, of which there are some. Returns `null` if that can't be done. */
  enter(stores: BoundStores, data: unknown): Entered
  /** Makes the call then. */
  readonly instead: AnyFunction
}

/** Makes the `runStores` of an active channel, without closures. */
export function makeRunStores({ applies, enter, instead }: RunStoresSettings): AnyFunction {
  const ownApply = apply
  return {
    runStores(this: Channel, data: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      const bound = applies(this) ? storesOf(this) : undefined
      if (bound !== undefined && bound.size === 0) {
        publishStart(this, data)
        return ownApply(fn, thisArg, args)
      }
      // What is no active channel, but borrows the method, gets the host's own complaint.
      const entry = bound === undefined ? null : enter(bound, data)
      if (entry === null) return elsewhere.leaveToHost(instead, this, args, data, fn, thisArg)
      if (entry?.mayFail) return publishAndCall(this, data, entry, fn, thisArg, args)
      try {
        publishStart(this, data)
        return ownApply(fn, thisArg, args)
      } finally {
        entry?.leave()
      }
    }
  }.runStores
}

/** The same in style `scope`, where leaving may fail: see `callAndCloseAfter` of `window.ts`. */
function publishAndCall(
  channel: Channel, data: unknown, entry: Entry, fn: AnyFunction, thisArg: unknown, args: unknown[]
): unknown {
  let result: unknown
  try {
    publishStart(channel, data)
    result = apply(fn, thisArg, args)
  } catch (error) {
    throw leaveAfter(entry, error, 'scope')
  }
  entry.leave()
  return result
}

/** `runStores` of an active channel. */
export function fastRunStores(shim: InstalledShim, host: AnyFunction): AnyFunction {
  const { style } = shim.host
  const applies = style === 'run'
    ? () => shim.on
    : (channel: Channel) => shim.on && shim.isOwnWithStoreScope(channel.withStoreScope)
  return makeRunStores({ applies, enter: (stores, data) => backend.enter(stores, data, style), instead: host })
}

/** `withStoreScope` of an active channel, without a DisposableStack. */
export function fastWithStoreScope(shim: InstalledShim, host: AnyFunction): AnyFunction {
  const openStoreScope = openStoreScopeAsHost(shim, (channel, data) => apply(host, channel, [data]))
  return {
    withStoreScope(this: Channel, data: unknown): Disposable {
      return openStoreScope(this, data)
    }
  }.withStoreScope
}

/** Opens the scope of a channel's stores as a host with scopes does, or has `fallback` do it. */
function openStoreScopeAsHost(shim: InstalledShim, fallback: OpenStoreScope): OpenStoreScope {
  return (channel, data) => {
    if (!shim.on) return fallback(channel, data)
    const entry = enterAsHost(channel, data, 'scope')
    return entry === null ? fallback(channel, data) : new RunStoresScope(channel, data, entry ?? null)
  }
}

/**
 * An open window of the host's bounded channel. Where the API's `BoundedChannelScope` is careful, this does what Node
 * 26 does: who disposes it while it publishes `end` has `end` published again, and a TypeError then.
 */
class HostBoundedChannelScope implements Disposable {
  static {
    // As Node's: a scope leads to its class.
    Object.defineProperties(this, { name: { value: 'BoundedChannelScope' }, length: { value: 2 } })
  }

  #stores: Disposable | undefined
  #end: Channel | undefined
  #context: unknown

  /** A program that has come by the class leaves the last one out, as with Node's. */
  constructor(
    bounded: WindowChannels & { hasSubscribers: boolean },
    context: unknown,
    openStoreScope: OpenStoreScope = openDirectly
  ) {
    if (!bounded.hasSubscribers) return
    const { start, end } = bounded
    this.#context = context
    this.#end = end
    this.#stores = openStoreScope(start, context)
  }

  [Symbol.dispose](): void {
    if (this.#stores === undefined) return
    publishEnd(this.#end!, this.#context)
    this.#stores[dispose]()
    this.#stores = undefined
  }
}

const openDirectly: OpenStoreScope = (channel, data) => new RunStoresScope(channel, data)

type Bounded = WindowChannels & { hasSubscribers: boolean, withScope: AnyFunction }

/** The end of a window is published here, and not by the scope of its stores. */
const NO_END = { publish() {} }

/** `withScope` of a bounded channel, without a DisposableStack. */
export function fastWithScope(shim: InstalledShim, host: AnyFunction): AnyFunction {
  const openStoreScope = openStoreScopeAsHost(shim, (channel, data) => shim.openByHost(channel, NO_END, data))
  return {
    withScope(this: Bounded, context = shim.host.defaultContexts.withScope()): Disposable {
      if (!shim.on) return apply(host, this, [context])
      return new HostBoundedChannelScope(this, context, openStoreScope)
    }
  }.withScope
}

/** `run` of a bounded channel, without closures. */
export function fastBoundedRun(shim: InstalledShim, host: AnyFunction): AnyFunction {
  return {
    run(this: Bounded, context: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      if (
        !shim.on || !shim.isOwnWithScope(this.withScope)
      ) return elsewhere.leaveToHost(host, this, args, context, fn, thisArg)
      return runWindow(shim.semantics, this, context ?? {}, fn, thisArg, args)
    }
  }.run
}
