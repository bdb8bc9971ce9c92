import type { Channel } from 'node:diagnostics_channel'
import type { HostPrototypes } from '../host/prototypes.js'
import { enterStoresAsNode26 } from '../stores/enter.js'
import { node26 } from '../tracing/node26.js'
import { runInScope } from '../tracing/run-in-scope.js'
import { makeTraces } from '../tracing/traces.js'
import type { AnyFunction } from '../types.js'
import type { HostBehaviour } from './host-behaviour.js'
import { ReplacedMethod } from './replaced-method.js'
import { restoreAll, type Restorable } from './restorable.js'
import { makeRunStores } from './run-stores.js'

/** The traces of Node 26 in place of those of a host that traces otherwise: Node up to 26.2. */
export class Node26Traces implements Restorable {
  // Off once uninstalled: a method of ours that someone has wrapped meanwhile then passes on to the host's.
  #on = true
  readonly #replaced: ReadonlyArray<ReplacedMethod | undefined>

  /** Replaces the host's, once its channels have `withStoreScope`. */
  constructor({ activeChannel, tracingChannel }: HostPrototypes, { defaultContexts }: HostBehaviour) {
    const { traceSync, tracePromise, traceCallback } = tracingChannel
    const traces = makeTraces({
      behaviour: node26,
      newContext: defaultContexts,
      admits: () => this.#on,
      host: { traceSync, tracePromise, traceCallback }
    })
    this.#replaced = [
      ReplacedMethod.replace(activeChannel, 'runStores', (host) => runStoresAsNode26(host, activeChannel.withStoreScope, () => this.#on)),
      ReplacedMethod.replace(tracingChannel, 'traceSync', () => traces.traceSync),
      ReplacedMethod.replace(tracingChannel, 'tracePromise', () => traces.tracePromise),
      ReplacedMethod.replace(tracingChannel, 'traceCallback', () => traces.traceCallback)
    ]
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
      return Reflect.apply(host, this, [data, fn, thisArg, ...args])
    }
  })
}
