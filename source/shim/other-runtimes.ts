import type { Channel } from 'node:diagnostics_channel'
import { backend } from '../context/select-backend.js'
import { forgetsSubscribers, hold } from '../host/held-channels.js'
import type { HostPrototypes } from '../host/methods.js'
import { publishAsyncEnd, publishAsyncStart } from '../host/publish.js'
import { apply, NativePromise, Object } from '../primordials.js'
import { chain } from '../trace/chain.js'
import { resolve } from '../trace/promise.js'
import type { Semantics } from '../trace/semantics.js'
import { newContext } from '../trace/traces.js'
import type { Context, TraceChannels } from '../types.js'
import { BUN, DENO, isWrittenAs } from '../host/known-code.js'
import { BunShim } from './bun-shim.js'
import type { Leave } from './left-to-host.js'
import type { HostBehaviour } from './observe-host.js'
import { AddedProperty, ReplacedMethod, type Restorable } from './patch.js'

// What the shim has for Bun and Deno alone. The package's entry for Node leaves it out, and has `only-node.ts` in its
// place.

/**
 * Installs what does just what Bun or Deno does; `undefined` on a version that has other code than is known.
 *
 * @param installShim installs the shim of Node up to 25 for a host that behaves in some way: Deno's traces are made as
 *   those are
 */
export function installElsewhere(
  prototypes: HostPrototypes, installShim: (host: HostBehaviour) => Restorable, leave: Leave
): Restorable | undefined {
  if (isWrittenAs(DENO, prototypes)) return installShim(DENOS)
  return backend.nesting !== undefined && isWrittenAs(BUN, prototypes) ? new BunShim(prototypes, leave) : undefined
}

const { isPrototypeOf } = Object.getPrototypeOf({})
const { prototype: promises } = NativePromise

/** What Deno does otherwise than Node up to 25: the stores of asyncStart are entered for asyncStart alone. */
const denosOwn: Partial<Semantics> = {
  followPromise(this: Semantics, channels: TraceChannels, context: Context, result: any): unknown {
    return chain(this, channels, context, apply(isPrototypeOf, promises, [result]) ? result : resolve(result))
  },

  announceSettled(this: Semantics, { asyncStart, asyncEnd }: TraceChannels, context: Context): void {
    const entry = this.enter(asyncStart, context)
    if (entry === null) {
      asyncStart.runStores(context, () => {})
    } else {
      try {
        publishAsyncStart(asyncStart, context)
      } finally {
        entry?.leave()
      }
    }
    publishAsyncEnd(asyncEnd, context)
  }
}

const newObject = (): object => ({})

const DENOS: HostBehaviour = {
  style: 'run',
  windowsCanBeSilent: false,
  returnsFromCallback: false,
  thenables: 'converted',
  defaultContexts: { traceSync: newContext, tracePromise: newContext, traceCallback: newContext, withScope: newObject },
  semantics: denosOwn
}

/**
 * What Node 26 does, every Node does and Bun does not: it tells whether somebody listens to a tracing channel, and
 * forgets no active channel.
 */
export function changesElsewhere(
  { inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave
): ReadonlyArray<Restorable | undefined> {
  return [
    AddedProperty.define(tracingChannel, 'hasSubscribers', { ...hasSubscribers, enumerable: false }, leave),
    // One that has become active by a subscriber is held where that is checked.
    forgetsSubscribers ? ReplacedMethod.replace(inactiveChannel, 'bindStore', (host) => ({
      bindStore(this: Channel, ...args: unknown[]): unknown {
        const result = apply(host, this, args)
        hold(this)
        return result
      }
    }).bindStore, leave) : undefined
  ]
}

const { hasSubscribers } = Object.getOwnPropertyDescriptors({
  get hasSubscribers(): boolean {
    const { start, end, asyncStart, asyncEnd, error } = this as unknown as TraceChannels
    return start.hasSubscribers || end.hasSubscribers || asyncStart.hasSubscribers || asyncEnd.hasSubscribers ||
      error.hasSubscribers
  }
})
