import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible, storesOf } from '../host/bound-stores.js'
import type { EnteredStore } from '../host/context/way.js'
import { publishStart } from '../host/publish.js'
import { invalidArgType } from '../invalid-arg-type.js'
import { enterByRecordAsNode26 } from './enter.js'
import { apart, enterUnrecorded } from './entered-apart.js'

/** Opens the scope of a channel's stores for a message, and publishes the message. */
export type OpenStoreScope = (channel: Channel, message: unknown) => Disposable

/** The stores of a channel, entered for a message that was published, until the scope is disposed. */
export class RunStoresScope implements Disposable {
  static {
    // As Node's: a scope leads to its class.
    Object.defineProperty(this, 'length', { value: 2 })
  }

  #entered: EnteredStore | undefined

  /** Takes over the stores that have been entered and publishes; where that throws, the stores are left. */
  constructor(channel: Channel, message: unknown, entered: EnteredStore | undefined) {
    this.#entered = entered
    try {
      publishStart(channel, message)
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  [Symbol.dispose](): void {
    const entered = this.#entered
    this.#entered = undefined
    entered?.leave()
  }
}

/** A scope with nothing to restore. */
export const NO_SCOPE: Disposable = Object.freeze({ [Symbol.dispose]() {} })

/** As Node 26 does it. On a host that hides its stores: by the host's own `withStoreScope`, or entering none. */
export const openStoreScope: OpenStoreScope = (channel, message) => {
  if (storesAreVisible) {
    const stores = storesOf(channel)
    if (stores === undefined || stores.size === 0) return new RunStoresScope(channel, message, undefined)
    const entered = enterUnrecorded(stores, message) ?? apart(enterByRecordAsNode26(stores, message))
    if (entered === undefined) throw invalidArgType('channel', 'bound to stores with withScope(), or getStore() and enterWith()', channel)
    return new RunStoresScope(channel, message, entered)
  }
  if (typeof channel.withStoreScope === 'function') return channel.withStoreScope(message)
  channel.publish(message)
  return NO_SCOPE
}
