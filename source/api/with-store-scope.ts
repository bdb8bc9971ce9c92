import { Channel } from 'node:diagnostics_channel'
import { storesAreVisible } from '../context/bound-stores.js'
import { enterAsNode26 } from '../context/enter.js'
import type { Entry } from '../context/entry.js'
import { invalidArgType } from '../errors.js'
import { frontOf, isFront, refuseStores } from '../host/fronts.js'
import { isPublishedByOthers, publishStart } from '../host/publish.js'
import { Object } from '../primordials.js'
import type { Watch } from '../registry.js'
import { disposeAfter } from '../suppressed.js'
import type { ChannelOf } from './channel-types.js'

/** Opens the scope of a channel's stores for a message, and publishes the message. */
export type OpenStoreScope = (channel: Channel, message: unknown) => Disposable

/** The stores of a channel, entered for a message that was published, until the scope is disposed. */
export class RunStoresScope implements Disposable {
  static {
    // As Node's: a scope leads to its class.
    Object.defineProperty(this, 'length', { value: 2 })
  }

  #entry: Entry | undefined | null

  /**
   * Takes over the stores that have been entered and publishes; where that throws, the stores are left.
   *
   * @param entry of the stores; `null` if there is nothing to leave. Left out by a program that has come by the class:
   *   then they are entered, as by Node's
   */
  constructor(channel: Channel, message: unknown, entry?: Entry | null) {
    this.#entry = entry === undefined ? enterBound(channel, message) : entry
    try {
      publishStart(channel, message)
    } catch (error) {
      throw disposeAfter(this, error)
    }
  }

  [Symbol.dispose](): void {
    const entry = this.#entry
    this.#entry = undefined
    entry?.leaveScope()
  }
}

function enterBound(channel: Channel, message: unknown): Entry | undefined {
  const entry = enterAsNode26(channel, message)
  if (
    entry === null
  ) throw invalidArgType('channel', 'bound to stores with withScope(), or getStore() and enterWith()', channel)
  return entry
}

/** A scope with nothing to restore. */
const NO_SCOPE: Disposable = Object.freeze({ [Symbol.dispose]() {} })

/** As Node 26 does it. On a host that hides its stores: by the host's own `withStoreScope`, or entering none. */
export const openStoreScope: OpenStoreScope = (channel, message) => {
  if (storesAreVisible) return new RunStoresScope(channel, message, enterBound(channel, message) ?? null)
  if (typeof channel.withStoreScope === 'function') return channel.withStoreScope(message)
  refuseStores(channel)
  channel.publish(message)
  return NO_SCOPE
}

// What strict mode replaces.
let open = openStoreScope

/**
 * Enters every store bound to a channel and publishes a message to it: `Channel#withStoreScope` of Node 26
 * (nodejs/node#61674) on every host.
 *
 * ```js
 * using scope = withStoreScope(channel, message)
 * ```
 *
 * Each store gets the message, or what its transform makes of it; where a transform throws, the store keeps its outer
 * value and the error becomes an uncaughtException on the next tick. Subscribers see the stores. Disposing restores all
 * stores, last first; disposing again does nothing.
 *
 * @param channel the channel; when it has neither subscribers nor stores nothing happens
 * @param message what is published, and what the transforms get
 * @returns the scope, with `[Symbol.dispose]()` alone, as in Node
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `channel` is not a Channel, or has a store bound to it that can't be
 *   entered without a function to run: one with nothing but `run`, which Node up to 25 allows
 */
export function withStoreScope<Message>(channel: ChannelOf<Message>, message: NoInfer<Message>): Disposable {
  if (!isChannel(channel)) throw invalidArgType('channel', 'an instance of Channel', channel)
  const front = frontOf(channel)
  return front.hasSubscribers ? open(front, message) : NO_SCOPE
}

/** Lets strict mode watch the scopes that `withStoreScope` opens. */
export function watchStoreScopes(watch: Watch): void {
  open = watch(openStoreScope)
}

/** Whether a value is a channel of the host. */
export function isChannel(value: unknown): value is Channel {
  if (typeof value !== 'object' || value === null) return false
  // The method first: `instanceof` is a call of the host's own, and takes 8 ns on Node, 30 on Bun.
  return !isPublishedByOthers(value as Channel) || value instanceof Channel || isFront(value)
}
