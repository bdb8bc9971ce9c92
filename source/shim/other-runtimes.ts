import type { Channel } from 'node:diagnostics_channel'
import { forgetsSubscribers, hold } from '../host/held-channels.js'
import type { HostPrototypes } from '../host/methods.js'
import { apply, Object } from '../primordials.js'
import type { TraceChannels } from '../types.js'
import type { Leave } from './left-to-host.js'
import { AddedProperty, ReplacedMethod, type Restorable } from './patch.js'

// What the shim has for Bun and Deno alone. The package's entry for Node leaves it out, and has `only-node.ts` in its place.

/** What Node 26 does, every Node does and Bun does not: it tells whether somebody listens to a tracing channel, and forgets no active channel. */
export function changesElsewhere({ inactiveChannel, tracingChannel }: HostPrototypes, leave: Leave): ReadonlyArray<Restorable | undefined> {
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
    return start.hasSubscribers || end.hasSubscribers || asyncStart.hasSubscribers || asyncEnd.hasSubscribers || error.hasSubscribers
  }
})
