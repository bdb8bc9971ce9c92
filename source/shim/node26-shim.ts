import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { type Channel } from 'node:diagnostics_channel'
import { BoundedChannel, boundedChannel } from '../api/bounded-channel.js'
import { RunScope } from '../context/run-scope.js'
import { openStoreScope } from '../api/with-store-scope.js'
import { storesAreVisible } from '../context/bound-stores.js'
import { enterStoresAsNode26 } from '../context/enter.js'
import { adopt } from '../context/native-store.js'
import { hold } from '../host/held-channels.js'
import { findPrototypes, hasMethods, hostIsOfThisRealm, type HostPrototypes, isOfThisHost } from '../host/methods.js'
import { newChannel } from '../host/unlisted-channel.js'
import { apply, dispose } from '../primordials.js'
import { unwatched, watched } from '../registry.js'
import { node26 } from '../trace/node26.js'
import { runInScope } from '../trace/slow-path.js'
import { makeTraces } from '../trace/traces.js'
import type { AnyFunction, Store } from '../types.js'
import { makeRunStores } from './channel-methods.js'
import { Shim } from './host-shim.js'
import { BECAUSE, type Leave, leaveChannels } from './left-to-host.js'
import { asNode26, type HostBehaviour, observeHost } from './observe-host.js'
import { changesElsewhere } from './other-runtimes.js'
import { AddedProperty, isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

/**
 * Has an idle channel refuse a subscriber that is no function before it becomes active, where the host's own does so
 * afterwards, and then it stays active for good.
 */
function checkSubscribers(
  { inactiveChannel, activeChannel }: HostPrototypes, leave: Leave
): ReplacedMethod | undefined {
  if (!refusalActivates()) return undefined
  const refuse: AnyFunction = activeChannel.subscribe
  return ReplacedMethod.replace(inactiveChannel, 'subscribe', (host) => ({
    subscribe(this: Channel, subscription: unknown): unknown {
      const result = apply(typeof subscription === 'function' ? host : refuse, this, [subscription])
      hold(this)
      return result
    }
  }).subscribe, leave)
}

function refusalActivates(): boolean {
  const probed = newChannel()
  try {
    probed.subscribe(undefined as never)
  } catch {}
  return probed.hasSubscribers
}

/** Adds what Node 26 has and the host has not: scopes and bounded channels. */
function addMissingMembers(
  { inactiveChannel, activeChannel }: HostPrototypes, leave: Leave
): ReadonlyArray<Restorable | undefined> {
  return [
    addWithScope(leave),
    AddedProperty.add(inactiveChannel, 'withStoreScope', inactive.withStoreScope, false, leave),
    AddedProperty.add(activeChannel, 'withStoreScope', watched('withStoreScope', active.withStoreScope), false, leave),
    AddedProperty.add(diagnosticsChannel, 'boundedChannel', boundedChannel, true, leave),
    AddedProperty.add(diagnosticsChannel, 'BoundedChannel', BoundedChannel, true, leave)
  ]
}

function addWithScope(leave: Leave): Restorable | undefined {
  const withScope = watched('withScope', storage.withScope)
  const added = AddedProperty.add(AsyncLocalStorage.prototype, 'withScope', withScope, false, leave)
  if (added === undefined) return undefined
  // A storage that has it is as native as one that has none.
  adopt('withScope', withScope)
  return {
    isEffective: true,
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
    return { [dispose]() {} }
  }
}

/** The traces of Node 26 in place of those of a host that traces otherwise: Node up to 26.2. */
class Node26Traces implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  /** Replaces the host's, once its channels have `withStoreScope`. */
  constructor({ activeChannel, tracingChannel }: HostPrototypes, { defaultContexts }: HostBehaviour, leave: Leave) {
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const traces = makeTraces({
      semantics: node26,
      newContext: defaultContexts,
      admits: () => this.#on,
      host: {
        traceSync: unwatched(traceSync), tracePromise: unwatched(tracePromise), traceCallback: unwatched(traceCallback)
      }
    })
    const { withStoreScope } = activeChannel
    this.#replaced = [
      ReplacedMethod.replace(activeChannel, 'runStores', (host) =>
        runStoresAsNode26(host, withStoreScope, () => this.#on), leave),
      ReplacedMethod.replace(tracingChannel, 'traceSync', () => traces.traceSync, leave),
      ReplacedMethod.replace(tracingChannel, 'tracePromise', () => traces.tracePromise, leave),
      ReplacedMethod.replace(tracingChannel, 'traceCallback', () => traces.traceCallback, leave)
    ]
    this.isEffective = isAnyEffective(this.#replaced)
  }

  restore(): string[] {
    this.#on = false
    return restoreAll(this.#replaced)
  }
}

/** `runStores` by way of the channel's `withStoreScope`, which someone may have replaced. */
function runStoresAsNode26(host: AnyFunction, ownWithStoreScope: unknown, isOn: () => boolean): AnyFunction {
  const isOwn = (channel: Channel): boolean => channel.withStoreScope === ownWithStoreScope
  return makeRunStores({
    applies: (channel) => isOn() && isOwn(channel),
    enter: enterStoresAsNode26,
    instead(this: Channel, data: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      if (isOn() && !isOwn(this)) return runInScope(this.withStoreScope(data), fn, thisArg, args)
      // Uninstalled, or one of the stores has nothing but `run`, which the host knows how to use.
      return apply(host, this, arguments)
    }
  })
}

/**
 * The host's tracing with the behaviour of Node 26.10, closure-free, and with what Node 26 has and the host has not.
 */
export class Node26Shim implements Restorable {
  readonly #changes: ReadonlyArray<Restorable | undefined>
  readonly isEffective: boolean

  /** Gives the installed shim, or `undefined` on a host that it does not understand, which is left as it is. */
  static install(leave: Leave): Node26Shim | undefined {
    const prototypes = findPrototypes()
    const isKnown = hostIsOfThisRealm && storesAreVisible && prototypes !== undefined &&
      hasMethods(prototypes, isOfThisHost)
    const host = isKnown ? observeHost() : undefined
    if (host !== undefined) return new Node26Shim(prototypes!, host, leave)
    leaveChannels(leave, hostIsOfThisRealm ? BECAUSE.unknownHost : BECAUSE.otherRealm)
    return undefined
  }

  private constructor(prototypes: HostPrototypes, host: HostBehaviour, leave: Leave) {
    this.#changes = [
      checkSubscribers(prototypes, leave),
      ...changesElsewhere(prototypes, leave),
      ...addMissingMembers(prototypes, leave),
      host.style === 'scope'
        ? new Shim(prototypes, asNode26(host), leave)
        : new Node26Traces(prototypes, asNode26(host), leave)
    ]
    this.isEffective = isAnyEffective(this.#changes)
  }

  restore(): string[] {
    return restoreAll(this.#changes)
  }
}
