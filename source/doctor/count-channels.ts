import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import { findPrototypes } from '../host/methods.js'
import type { AnyFunction, BoundStores, Store, Transform, WindowChannels } from '../types.js'
import { currentFrame } from './context-size.js'
import { isEnteredByCounted, isLeftToHost } from './count-storages.js'
import { replaceMethod } from './counting-method.js'
import { expected } from './expected.js'
import type { ChannelAccount, Ledger } from './ledger.js'
import { EVENTS, KINDS, keyOf, type Kind } from './shapes.js'

/** The channels of a window or of a trace, those that it has. */
type Channels = Partial<Record<typeof EVENTS[number], Channel>>

interface ChannelInsides {
  readonly _subscribers?: readonly unknown[] | undefined
}

/** Counts the traces and windows of the host's channels. Returns what takes the counting methods back. */
export function countChannels(ledger: Ledger): Array<(() => void) | undefined> {
  const prototypes = findPrototypes()
  if (prototypes === undefined) return []
  const { activeChannel, tracingChannel, boundedChannel } = prototypes
  /** The windows in which a trace goes on are the host's: they are of the trace, which is counted. */
  const continuations = new WeakSet<object>()
  const isByScope = 'withStoreScope' in activeChannel

  let plain = 0
  let transformed = 0
  let own = 0
  let isHeld = false
  // Fixed, and past no closure: it is called for each store of each call.
  const look = (transform: Transform | null | undefined, store: Store): void => {
    if (isLeftToHost(store)) own++
    else if (typeof transform === 'function') transformed++
    else plain++
    isHeld ||= currentFrame?.()?.has(store) ?? false
    ledger.ofStorage(store)
  }
  const lookAt = (stores: BoundStores | undefined): void => {
    plain = transformed = own = 0
    isHeld = false
    stores?.forEach(look)
  }

  let entered = 0
  const lookForEntered = (_transform: unknown, store: Store): void => {
    if (isEnteredByCounted(store)) entered++
  }

  /** Counts a call, and returns whether anybody listens. */
  const count = (account: ChannelAccount, kind: number, channels: Channels): boolean => {
    let heard = 0
    let subscribers = 0
    for (let i = 0; i < EVENTS.length; i++) {
      const channel = channels[EVENTS[i]!]
      if (!channel?.hasSubscribers) continue
      const { length } = (channel as ChannelInsides)._subscribers ?? []
      // The stores of `start` are counted as such.
      if (length > 0 || i > 0) heard |= 1 << i
      subscribers += length
    }
    if (subscribers > account.subscribers) account.subscribers = subscribers
    lookAt(channels.start?.hasSubscribers ? storesOf(channels.start) : undefined)
    account.add(keyOf(kind, currentFrame?.()?.size ?? 0, isHeld, plain, transformed, own, heard))
    return heard + plain + transformed + own > 0
  }

  /** Has the host open a window, whose stores it enters itself. */
  const open = (start: Channel, host: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown => {
    const stores = storesOf(start)
    if (!stores?.size) return Reflect.apply(host, self, args)
    const { stores: outer, storesLeft: outerLeft } = expected
    entered = 0
    stores.forEach(lookForEntered)
    expected.stores = stores
    expected.storesLeft = entered
    try {
      return Reflect.apply(host, self, args)
    } finally {
      expected.stores = outer
      expected.storesLeft = outerLeft
    }
  }

  const countTraces = (name: Kind & ('traceSync' | 'tracePromise' | 'traceCallback')): (() => void) | undefined => {
    const kind = KINDS.indexOf(name)
    return replaceMethod(tracingChannel, name, (host) => ({
      [name](this: Channels): unknown {
        const start = startOf(this)
        if (start === undefined) return Reflect.apply(host, this, arguments)
        if (!count(ledger.ofChannel(this, start), kind, this)) return Reflect.apply(host, this, arguments)
        if (this.asyncStart !== undefined) continuations.add(this.asyncStart)
        // Up to Node 25 the start of a trace may be inactive, and nothing is opened there.
        expected.window = isByScope || start.hasSubscribers ? start : undefined
        try {
          return Reflect.apply(host, this, arguments)
        } finally {
          expected.window = undefined
        }
      }
    })[name] as AnyFunction)
  }

  /** Whether the window of a channel is opened by what is counted already. */
  const isExpected = (channel: unknown): boolean => {
    if (expected.window !== channel) return false
    expected.window = undefined
    return true
  }

  const countWindows = (name: Kind & ('runStores' | 'withStoreScope')): (() => void) | undefined => {
    const kind = KINDS.indexOf(name)
    return replaceMethod(activeChannel, name, (host) => ({
      [name](this: Channel): unknown {
        if (!isExpected(this) && !continuations.has(this) && isChannel(this)) count(ledger.ofChannel(this, this), kind, { start: this })
        if (name === 'runStores' && isByScope) {
          expected.window = this
          return Reflect.apply(host, this, arguments)
        }
        return open(this, host, this, arguments)
      }
    })[name] as AnyFunction)
  }

  const BOUNDED = KINDS.indexOf('BoundedChannel')
  return [
    countTraces('traceSync'), countTraces('tracePromise'), countTraces('traceCallback'),
    countWindows('runStores'), countWindows('withStoreScope'),
    boundedChannel && replaceMethod(boundedChannel, 'withScope', (host) => ({
      withScope(this: WindowChannels): unknown {
        const start = startOf(this)
        if (start === undefined) return Reflect.apply(host, this, arguments)
        if (!isExpected(start) && !continuations.has(start)) count(ledger.ofChannel(this, start), BOUNDED, this)
        return open(start, host, this, arguments)
      }
    }).withScope)
  ]
}

/** The channel that the start of a trace or window is published on. What is neither gets the host's own complaint. */
function startOf(channels: unknown): Channel | undefined {
  try {
    const { start } = channels as WindowChannels
    return isChannel(start) ? start : undefined
  } catch {
    return undefined
  }
}

function isChannel(value: unknown): value is Channel {
  return typeof value === 'object' && value !== null && 'hasSubscribers' in value
}
