import type { Channel } from 'node:diagnostics_channel'
import { storesAreVisible } from '../host/bound-stores.js'
import { detach, leaveDetached } from '../host/context/undo-stack.js'
import { invalidArgType } from '../invalid-arg-type.js'
import { enterAsNode26, NESTED } from './enter.js'

/** Opens the scope of a channel's stores for a message, and publishes the message. */
export type OpenStoreScope = (channel: Channel, message: unknown) => Disposable

/** The stores of a channel, entered for a message that was published, until the scope is disposed. */
export class RunStoresScope implements Disposable {
  static {
    // As Node's: a scope leads to its class.
    Object.defineProperty(this, 'length', { value: 2 })
  }

  #entered: readonly unknown[] | undefined

  /** Takes over the stores entered at `mark` and publishes; where that throws, the stores are left. */
  constructor(channel: Channel, message: unknown, mark: number) {
    // Kept apart from the undo stack: scopes may be disposed in any order.
    this.#entered = detach(mark)
    try {
      channel.publish(message)
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  [Symbol.dispose](): void {
    const entered = this.#entered
    this.#entered = undefined
    if (entered !== undefined) leaveDetached(entered)
  }
}

/** A scope with nothing to restore. */
export const NO_SCOPE: Disposable = Object.freeze({ [Symbol.dispose]() {} })

/** As Node 26 does it. On a host that hides its stores: by the host's own `withStoreScope`, or entering none. */
export const openStoreScope: OpenStoreScope = (channel, message) => {
  if (storesAreVisible) {
    const mark = enterAsNode26(channel, message)
    if (mark === NESTED) throw invalidArgType('channel', 'bound to stores with withScope(), or getStore() and enterWith()', channel)
    return new RunStoresScope(channel, message, mark)
  }
  if (typeof channel.withStoreScope === 'function') return channel.withStoreScope(message)
  channel.publish(message)
  return NO_SCOPE
}
