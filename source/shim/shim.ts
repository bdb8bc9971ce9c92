import type { Channel } from 'node:diagnostics_channel'
import { unwatched } from '../copies.js'
import { storesAreVisible } from '../host/bound-stores.js'
import { findPrototypes, hostIsOfThisRealm, type HostPrototypes } from '../host/prototypes.js'
import { runKeepsOthers } from '../host/run-keeps-others.js'
import type { Behaviour } from '../tracing/behaviour.js'
import { makeTraces } from '../tracing/traces.js'
import type { AnyFunction } from '../types.js'
import { fastBoundedRun, fastWithScope } from './fast-bounded-channel.js'
import { fastRunStores, fastWithStoreScope } from './fast-channel.js'
import { observeHost, type HostBehaviour } from './host-behaviour.js'
import { behaviourOf } from './host-traces.js'
import { ReplacedMethod } from './replaced-method.js'
import { restoreAll, type Restorable } from './restorable.js'

/** The host's tracing with its methods replaced by closure-free ones that do the same. */
export class Shim implements Restorable {
  readonly host: HostBehaviour
  readonly behaviour: Behaviour
  /** Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's. */
  on = true
  /** The `runStores` that nearly every active channel has: who asks about one compares it first, in each trace. */
  readonly usualRunStores: AnyFunction

  readonly #boundedChannel: any
  readonly #inactiveRunStores: AnyFunction
  readonly #runStores: ReplacedMethod | undefined
  readonly #withStoreScope: ReplacedMethod | undefined
  readonly #withScope: ReplacedMethod | undefined
  readonly #others: ReadonlyArray<ReplacedMethod | undefined>

  /** Gives the installed shim, or `undefined` on a host that it does not understand, which is left as it is. */
  static install(): Shim | undefined {
    if (!storesAreVisible || !hostIsOfThisRealm || !runKeepsOthers()) return undefined
    const prototypes = findPrototypes()
    const host = observeHost()
    return prototypes && host && new Shim(prototypes, host)
  }

  /** Installs it on a host that behaves in some way, or is to. */
  constructor(prototypes: HostPrototypes, host: HostBehaviour) {
    const { activeChannel, inactiveChannel, tracingChannel, boundedChannel } = prototypes
    const replace = (target: object, name: string, make: (shim: Shim, host: AnyFunction) => AnyFunction): ReplacedMethod | undefined =>
      ReplacedMethod.replace(target, name, (host) => make(this, host))
    this.host = host
    this.behaviour = behaviourOf(this)
    this.#boundedChannel = boundedChannel
    this.#inactiveRunStores = inactiveChannel.runStores
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const traces = makeTraces({
      behaviour: this.behaviour,
      newContext: host.defaultContexts,
      admits: boundedChannel === undefined ? () => this.on : () => this.#tracesForBounded(),
      host: { traceSync, tracePromise, traceCallback }
    })
    this.#runStores = replace(activeChannel, 'runStores', fastRunStores)
    this.usualRunStores = this.#runStores?.ours ?? inactiveChannel.runStores
    this.#withStoreScope = host.manner === 'scope' ? replace(activeChannel, 'withStoreScope', fastWithStoreScope) : undefined
    this.#withScope = boundedChannel && replace(boundedChannel, 'withScope', fastWithScope)
    this.#others = [
      boundedChannel && replace(boundedChannel, 'run', fastBoundedRun),
      replace(tracingChannel, 'traceSync', () => traces.traceSync),
      host.thenables && replace(tracingChannel, 'tracePromise', () => traces.tracePromise),
      replace(tracingChannel, 'traceCallback', () => traces.traceCallback)
    ]
  }

  /** Whether a channel's `runStores` is nobody's but the host's or the shim's. */
  isOwnRunStores(runStores: unknown): boolean {
    return runStores === this.#inactiveRunStores || isEither(this.#runStores, runStores)
  }

  /** Whether a channel's `withStoreScope` is nobody's but the host's or the shim's. */
  isOwnWithStoreScope(withStoreScope: unknown): boolean {
    return isEither(this.#withStoreScope, withStoreScope)
  }

  /** Whether a bounded channel's `withScope` is nobody's but the host's or the shim's. */
  isOwnWithScope(withScope: unknown): boolean {
    return isEither(this.#withScope, withScope)
  }

  /**
   * Whether the shim does the traces of a host with bounded channels now. Node 26 opens their windows with `withScope`, and
   * someone who has put his own there has to be called.
   */
  #tracesForBounded(): boolean {
    return this.on && this.isOwnWithScope(this.#boundedChannel.withScope)
  }

  /**
   * Opens a window as the host's traces do: by the `withScope` of its bounded channels, which goes past `runStores` and
   * `withStoreScope` of the channel, and who has put his own there.
   */
  openByHost(start: Channel, end: Pick<Channel, 'publish'>, message: unknown): Disposable {
    return Reflect.apply(unwatched(this.#withScope!.host), { hasSubscribers: true, start, end }, [message])
  }

  /** Puts every property back as it was. */
  restore(): string[] {
    this.on = false
    return restoreAll([this.#runStores, this.#withStoreScope, this.#withScope, ...this.#others])
  }
}

function isEither(replaced: ReplacedMethod | undefined, method: unknown): boolean {
  return replaced !== undefined && replaced.isEither(method)
}
