import { storesAreVisible } from '../host/bound-stores.js'
import { isHostsOwn } from '../host/own-code.js'
import { findPrototypes, type HostPrototypes } from '../host/prototypes.js'
import type { AnyFunction } from '../types.js'
import type { Behaviour } from '../tracing/behaviour.js'
import { makeTraces } from '../tracing/traces.js'
import { fastBoundedRun, fastWithScope } from './fast-bounded-channel.js'
import { fastRunStores, fastWithStoreScope } from './fast-channel.js'
import { observeHost, type HostBehaviour } from './host-behaviour.js'
import { behaviourOf } from './host-traces.js'
import { replaceMethod, type ReplacedMethod } from './replaced-method.js'

/** The methods of the host that the shim replaces. */
type Method = 'runStores' | 'withStoreScope' | 'withScope' | 'run' | 'traceSync' | 'tracePromise' | 'traceCallback'

/** The host's tracing with its methods replaced by closure-free ones that do the same. */
export class Shim {
  readonly host: HostBehaviour
  readonly behaviour: Behaviour
  /** Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's. */
  on = true

  readonly #inactiveRunStores: AnyFunction
  readonly #boundedChannel: any
  readonly #replaced: Partial<Record<Method, ReplacedMethod>> = {}

  /** Gives the installed shim, or `undefined` on a host that it does not understand, which is left as it is. */
  static install(): Shim | undefined {
    if (!storesAreVisible) return undefined
    const prototypes = findPrototypes()
    const host = observeHost()
    return prototypes && host && new Shim(prototypes, host)
  }

  private constructor({ activeChannel, inactiveChannel, tracingChannel, boundedChannel }: HostPrototypes, host: HostBehaviour) {
    this.host = host
    this.#inactiveRunStores = inactiveChannel.runStores
    this.#boundedChannel = boundedChannel
    this.behaviour = behaviourOf(this)

    this.#replace(activeChannel, 'runStores', fastRunStores)
    if (host.manner === 'scope') this.#replace(activeChannel, 'withStoreScope', fastWithStoreScope)
    const traces = makeTraces({
      behaviour: this.behaviour,
      newContext: host.defaultContexts,
      admits: () => this.traces(),
      host: { traceSync: tracingChannel.traceSync, tracePromise: tracingChannel.tracePromise, traceCallback: tracingChannel.traceCallback }
    })
    this.#replace(tracingChannel, 'traceSync', () => traces.traceSync)
    if (host.thenables !== undefined) this.#replace(tracingChannel, 'tracePromise', () => traces.tracePromise)
    this.#replace(tracingChannel, 'traceCallback', () => traces.traceCallback)
    if (boundedChannel !== undefined) {
      this.#replace(boundedChannel, 'withScope', fastWithScope)
      this.#replace(boundedChannel, 'run', fastBoundedRun)
    }
  }

  #replace(target: object, name: Method, make: (shim: Shim, host: AnyFunction) => AnyFunction): void {
    // What someone has put there before goes on being called, and comes to what is replaced further down.
    if (isHostsOwn((target as any)[name])) this.#replaced[name] = replaceMethod(target, name, (host) => make(this, host))
  }

  /** Whether a channel's `runStores` is nobody's but the host's or the shim's. */
  isOwnRunStores(runStores: unknown): boolean {
    return this.#isEither('runStores', runStores) || runStores === this.#inactiveRunStores
  }

  /** Whether a channel's `withStoreScope` is nobody's but the host's or the shim's. */
  isOwnWithStoreScope(withStoreScope: unknown): boolean {
    return this.#isEither('withStoreScope', withStoreScope)
  }

  /**
   * Whether the shim does the host's traces now. Node 26 opens their windows with BoundedChannel's `withScope`, and
   * someone who has put his own there has to be called.
   */
  traces(): boolean {
    return this.on && (this.#boundedChannel === undefined || this.isOwnWithScope(this.#boundedChannel.withScope))
  }

  /** Whether a bounded channel's `withScope` is nobody's but the host's or the shim's. */
  isOwnWithScope(withScope: unknown): boolean {
    return this.#isEither('withScope', withScope)
  }

  #isEither(name: Method, method: unknown): boolean {
    return this.#replaced[name]?.isEither(method) ?? false
  }

  /** Puts every property back as it was. */
  uninstall(): void {
    this.on = false
    for (const method of Object.values(this.#replaced)) method.restore()
  }
}
