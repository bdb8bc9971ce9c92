import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible } from '../context/bound-stores.js'
import { enterAsHost } from '../context/enter.js'
import type { Entered } from '../context/entry.js'
import { hasStoragesOfNode, patchedBefore } from '../context/native-store.js'
import {
  findPrototypes, hasMethods, hostIsOfThisRealm, type HostPrototypes, hostTracesWork, isHostsOwn
} from '../host/methods.js'
import { runKeepsOthers } from '../context/probe.js'
import { publishAsyncEnd, publishAsyncStart } from '../host/publish.js'
import { apply, NativePromise, Object } from '../primordials.js'
import { unwatched } from '../registry.js'
import { node26 } from '../trace/node26.js'
import { chain } from '../trace/chain.js'
import { reject, resolve } from '../trace/promise.js'
import type { Semantics } from '../trace/semantics.js'
import { makeTraces } from '../trace/traces.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { fastBoundedRun, fastRunStores, fastWithScope, fastWithStoreScope } from './channel-methods.js'
import { type HostBehaviour, observeHost } from './observe-host.js'
import { BECAUSE, type Leave, leaveChannels } from './left-to-host.js'
import { installElsewhere } from './other-runtimes.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

const { getPrototypeOf } = Object

/** The behaviour of the host's own traces. */
function semanticsOf(shim: Shim): Semantics {
  const { style, windowsCanBeSilent, returnsFromCallback } = shim.host
  if (style === 'scope') {
    return {
      ...node26,
      windowsCanBeSilent,
      returnsFromCallback,
      enter: (channel, message) => enterAsHost(channel, message, style),
      openByHost: (start, end, message) => shim.openByHost(start, end, message)
    }
  }
  return {
    style,
    windowsCanBeSilent,
    returnsFromCallback,
    // Traces go through `channel.runStores` here, and someone who has put his own there has to be called.
    enter(channel: Channel, message: Context): Entered {
      const { runStores } = channel
      return runStores === shim.usualRunStores || shim.isOwnRunStores(runStores)
        ? enterAsHost(channel, message, style)
        : null
    },
    checkUntraced: (result) => result,
    followPromise(channels: TraceChannels, context: Context, result: any): unknown {
      return chain(this, channels, context, result instanceof NativePromise ? result : resolve(result))
    },
    announceSettled(channels: TraceChannels, context: Context): void {
      publishAsyncStart(channels.asyncStart, context)
      publishAsyncEnd(channels.asyncEnd, context)
    },
    rethrow: reject,
    ...shim.host.semantics
  }
}

/** The host's tracing with its methods replaced by closure-free ones that do the same. */
export class Shim implements Restorable {
  readonly host: HostBehaviour
  readonly semantics: Semantics
  /** Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's. */
  on = true
  /** The `runStores` that nearly every active channel has: who asks about one compares it first, in each trace. */
  readonly usualRunStores: AnyFunction

  readonly #inactiveRunStores: AnyFunction
  readonly #runStores: ReplacedMethod | undefined
  readonly #withStoreScope: ReplacedMethod | undefined
  readonly #withScope: ReplacedMethod | undefined
  readonly #others: ReadonlyArray<ReplacedMethod | undefined>
  readonly isEffective: boolean

  /** Gives the installed shim, or `undefined` on a host that it does not understand, which is left as it is. */
  static install(leave: Leave): Restorable | undefined {
    const prototypes = findPrototypes()
    const why = whyLeft(prototypes)
    const host = why === undefined ? observeHost() : undefined
    if (why === BECAUSE.unknownHost && prototypes !== undefined && storesAreVisible) {
      const elsewhere = installElsewhere(prototypes, (host) => new Shim(prototypes, host, leave), leave)
      if (elsewhere !== undefined) return elsewhere
    }
    if (host === undefined) {
      leaveChannels(leave, why ?? BECAUSE.unknownHost)
      return undefined
    }
    for (const method of patchedBefore()) leave(`AsyncLocalStorage#${method}`, BECAUSE.patchedStorages)
    return new Shim(prototypes!, host, leave)
  }

  /** Installs it on a host that behaves in some way, or is to. */
  constructor(prototypes: HostPrototypes, host: HostBehaviour, leave: Leave) {
    const { activeChannel, inactiveChannel, tracingChannel, boundedChannel } = prototypes
    const replace = (
      target: object, name: string, make: (shim: Shim, host: AnyFunction) => AnyFunction
    ): ReplacedMethod | undefined =>
      ReplacedMethod.replace(target, name, (host) => make(this, host), leave)
    // Node 26 keeps the channels of a tracing channel private, and refuses what only has channels of that name.
    const isTracing = (channels: unknown): boolean =>
      !hostTracesWork ||
        (typeof channels === 'object' && channels !== null && getPrototypeOf(channels) === tracingChannel)
    this.host = host
    this.semantics = semanticsOf(this)
    this.#inactiveRunStores = inactiveChannel.runStores
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const traces = makeTraces({
      semantics: this.semantics,
      newContext: host.defaultContexts,
      ...boundedChannel === undefined ? { admits: () => this.on } : {
        // Where nobody hears, the host calls fn and does nothing else, whether the shim is on or not.
        admits: (_fn: unknown, channels: unknown) => isTracing(channels),
        leavesHeard: () => !this.on || !this.isOwnWithScope(boundedChannel.withScope)
      },
      host: {
        traceSync: unwatched(traceSync), tracePromise: unwatched(tracePromise), traceCallback: unwatched(traceCallback)
      }
    })
    this.#runStores = replace(activeChannel, 'runStores', fastRunStores)
    this.usualRunStores = this.#runStores?.ours ?? inactiveChannel.runStores
    this.#withStoreScope = host.style === 'scope'
      ? replace(activeChannel, 'withStoreScope', fastWithStoreScope)
      : undefined
    this.#withScope = boundedChannel && replace(boundedChannel, 'withScope', fastWithScope)
    if (host.thenables === undefined) leave('TracingChannel#tracePromise', BECAUSE.unknownThenables)
    this.#others = [
      boundedChannel && replace(boundedChannel, 'run', fastBoundedRun),
      replace(tracingChannel, 'traceSync', () => traces.traceSync),
      host.thenables && replace(tracingChannel, 'tracePromise', () => traces.tracePromise),
      replace(tracingChannel, 'traceCallback', () => traces.traceCallback)
    ]
    this.isEffective = isAnyEffective(this.#all())
  }

  /** Whether a channel's `runStores` is nobody's but the host's or the shim's. */
  isOwnRunStores(runStores: unknown): boolean {
    return runStores === this.#inactiveRunStores || isEither(this.#runStores, runStores)
  }

  /** Whether a channel's `withStoreScope` is nobody's but the host's or the shim's. */
  isOwnWithStoreScope(withStoreScope: unknown): boolean {
    return isEither(this.#withStoreScope, withStoreScope)
  }

  /**
   * Whether a bounded channel's `withScope` is nobody's but the host's or the shim's. Node 26 opens the windows of its
   * traces with it, and someone who has put his own there has to be called.
   */
  isOwnWithScope(withScope: unknown): boolean {
    return isEither(this.#withScope, withScope)
  }

  /**
   * Opens a window as the host's traces do: by the `withScope` of its bounded channels, which goes past `runStores` and
   * `withStoreScope` of the channel, and who has put his own there.
   */
  openByHost(start: Channel, end: Pick<Channel, 'publish'>, message: unknown): Disposable {
    return apply(unwatched(this.#withScope!.host), { hasSubscribers: true, start, end }, [message])
  }

  /** Puts every property back as it was. */
  restore(): string[] {
    this.on = false
    return restoreAll(this.#all())
  }

  #all(): ReadonlyArray<ReplacedMethod | undefined> {
    return [this.#runStores, this.#withStoreScope, this.#withScope, ...this.#others]
  }
}

/** Why all of a host is left as it is, if it is. */
function whyLeft(prototypes: HostPrototypes | undefined): string | undefined {
  if (!hostIsOfThisRealm) return BECAUSE.otherRealm
  if (!storesAreVisible || prototypes === undefined) return BECAUSE.unknownHost
  if (!hasMethods(prototypes, isHostsOwn) && !hasStoragesOfNode()) return BECAUSE.unknownHost
  return runKeepsOthers() ? undefined : BECAUSE.contextPutBack
}

function isEither(replaced: ReplacedMethod | undefined, method: unknown): boolean {
  return replaced !== undefined && replaced.isEither(method)
}
