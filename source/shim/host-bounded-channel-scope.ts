import type { Channel } from 'node:diagnostics_channel'
import { publishEnd } from '../host/publish.js'
import type { OpenStoreScope } from '../stores/run-stores-scope.js'
import type { WindowChannels } from '../types.js'

/**
 * An open window of the host's bounded channel. Where the API's `BoundedChannelScope` is careful, this does what Node 26
 * does: who disposes it while it publishes `end` has `end` published again, and a TypeError then.
 */
export class HostBoundedChannelScope implements Disposable {
  static {
    // As Node's: a scope leads to its class.
    Object.defineProperties(this, { name: { value: 'BoundedChannelScope' }, length: { value: 2 } })
  }

  #stores: Disposable | undefined
  #end: Channel | undefined
  #context: unknown

  constructor(bounded: WindowChannels & { hasSubscribers: boolean }, context: unknown, openStoreScope: OpenStoreScope) {
    if (!bounded.hasSubscribers) return
    const { start, end } = bounded
    this.#context = context
    this.#end = end
    this.#stores = openStoreScope(start, context)
  }

  [Symbol.dispose](): void {
    if (this.#stores === undefined) return
    publishEnd(this.#end!, this.#context)
    this.#stores[Symbol.dispose]()
    this.#stores = undefined
  }
}
