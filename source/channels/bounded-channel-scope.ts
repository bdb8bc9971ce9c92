import type { Channel } from 'node:diagnostics_channel'
import { publishEnd } from '../host/publish.js'
import type { OpenStoreScope } from '../stores/run-stores-scope.js'
import type { WindowChannels } from '../types.js'

/** An open window of a bounded channel, or none if nobody listened when it was to be opened. */
export class BoundedChannelScope implements Disposable {
  #stores: Disposable | undefined
  #end: Channel | undefined
  #context: unknown

  constructor(bounded: WindowChannels & { hasSubscribers: boolean }, context: unknown, openStoreScope: OpenStoreScope) {
    if (!bounded.hasSubscribers) return
    const { start, end } = bounded
    this.#end = end
    this.#context = context
    this.#stores = openStoreScope(start, context)
  }

  [Symbol.dispose](): void {
    const stores = this.#stores
    if (stores === undefined) return
    const context = this.#context
    this.#stores = this.#context = undefined
    try {
      publishEnd(this.#end!, context)
    } finally {
      stores[Symbol.dispose]()
    }
  }
}
