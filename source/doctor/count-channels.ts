import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import type { Frame } from '../context/frame/frame-class.js'
import { findPrototypes } from '../host/methods.js'
import { countSubscribers } from '../host/publish.js'
import type { AnyFunction, Store, Transform, WindowChannels } from '../types.js'
import { currentFrame } from './context-size.js'
import { isEnteredByCounted, isLeftToHost } from './count-storages.js'
import { replaceMethod } from './counting-method.js'
import { expected } from './expected.js'
import type { ChannelAccount, Ledger } from './ledger.js'
import { EVENTS, KINDS, keyOf, type Kind } from './shapes.js'

/** The channels of a window or of a trace, those that it has. */
type Channels = Partial<Record<typeof EVENTS[number], Channel>>

/** Counts the traces and windows of the host's channels. */
export function countChannels(ledger: Ledger): void {
  const prototypes = findPrototypes()
  if (prototypes === undefined) return
  const { activeChannel, tracingChannel, boundedChannel } = prototypes
  /** The windows in which a trace goes on are the host's: they are of the trace, which is counted. */
  const continuations = new WeakSet<object>()
  const isByScope = 'withStoreScope' in activeChannel

  let plain = 0
  let transformed = 0
  let own = 0
  /** How many of them the host enters by a method that is counted. */
  let entered = 0
  let isHeld = false
  let frame: Frame | undefined
  // Fixed, and past no closure: it is called for each store of each call.
  const look = (transform: Transform | null | undefined, store: Store): void => {
    if (isLeftToHost(store)) own++
    else if (typeof transform === 'function') transformed++
    else plain++
    if (isEnteredByCounted(store)) entered++
    if (!isHeld && frame !== undefined) isHeld = frame.has(store)
  }
  const meet = (_transform: unknown, store: Store): void => { ledger.ofStorage(store) }

  /** Counts a call, and returns whether anybody listens. */
  const count = (account: ChannelAccount, kind: number, channels: Channels): boolean => {
    let heard = 0
    let subscribers = 0
    for (let i = 0; i < EVENTS.length; i++) {
      const channel = channels[EVENTS[i]!]
      if (!channel?.hasSubscribers) continue
      const length = countSubscribers(channel)
      // The stores of `start` are counted as such.
      if (length > 0 || i > 0) heard |= 1 << i
      subscribers += length
    }
    if (subscribers > account.subscribers) account.subscribers = subscribers
    plain = transformed = own = entered = 0
    isHeld = false
    frame = currentFrame?.()
    const stores = channels.start && storesOf(channels.start)
    stores?.forEach(look)
    const { calls } = account.add(keyOf(kind, frame?.size ?? 0, isHeld, plain, transformed, own, heard))
    // Storages that are bound and nothing else are met now and then: each time would take as long as the rest.
    if ((calls & calls - 1) === 0) stores?.forEach(meet)
    return heard + plain + transformed + own > 0
  }

  /** Has the host open a window, whose stores it enters itself: so many by a method that is counted. */
  const open = (
    start: Channel, storesLeft: number, host: AnyFunction, self: unknown, args: ArrayLike<unknown>
  ): unknown => {
    if (storesLeft === 0 && expected.storesLeft === 0) return Reflect.apply(host, self, args)
    const { stores, storesLeft: outerLeft } = expected
    expected.stores = storesOf(start)
    expected.storesLeft = storesLeft
    try {
      return Reflect.apply(host, self, args)
    } finally {
      expected.stores = stores
      expected.storesLeft = outerLeft
    }
  }

  const countTraces = (name: Kind & ('traceSync' | 'tracePromise' | 'traceCallback')): void => {
    const kind = KINDS.indexOf(name)
    replaceMethod(tracingChannel, name, (host) => ({
      [name](this: Channels): unknown {
        const start = startOf(this)
        if (start === undefined) return Reflect.apply(host, this, arguments)
        if (!count(ledger.ofChannel(this, start), kind, this)) return Reflect.apply(host, this, arguments)
        if (this.asyncStart !== undefined) continuations.add(this.asyncStart)
        // Up to Node 25 the start of a trace may be inactive, and nothing is opened there.
        expectWindow(isByScope || start.hasSubscribers ? start : undefined)
        try {
          return Reflect.apply(host, this, arguments)
        } finally {
          expected.window = undefined
        }
      }
    })[name] as AnyFunction)
  }

  const expectWindow = (start: Channel | undefined): void => {
    expected.window = start
    expected.windowStores = entered
  }

  /**
   * Counts the window of a channel, unless it is opened by what is counted already. Returns how many stores are entered
   * by what is counted.
   */
  const enteredBy = (start: Channel, kind: number, object: object, channels: Channels): number => {
    if (expected.window === start) {
      expected.window = undefined
      return expected.windowStores
    }
    if (!continuations.has(start)) {
      count(ledger.ofChannel(object, start), kind, channels)
      return entered
    }
    entered = 0
    storesOf(start)?.forEach(look)
    return entered
  }

  const countWindows = (name: Kind & ('runStores' | 'withStoreScope')): void => {
    const kind = KINDS.indexOf(name)
    replaceMethod(activeChannel, name, (host) => ({
      [name](this: Channel): unknown {
        if (!isChannel(this)) return Reflect.apply(host, this, arguments)
        const storesLeft = enteredBy(this, kind, this, { start: this })
        if (name === 'withStoreScope' || !isByScope) return open(this, storesLeft, host, this, arguments)
        entered = storesLeft
        expectWindow(this)
        return Reflect.apply(host, this, arguments)
      }
    })[name] as AnyFunction)
  }

  countTraces('traceSync')
  countTraces('tracePromise')
  countTraces('traceCallback')
  countWindows('runStores')
  countWindows('withStoreScope')
  if (boundedChannel === undefined) return
  const kind = KINDS.indexOf('BoundedChannel')
  replaceMethod(boundedChannel, 'withScope', (host) => ({
    withScope(this: WindowChannels): unknown {
      const start = startOf(this)
      if (start === undefined) return Reflect.apply(host, this, arguments)
      return open(start, enteredBy(start, kind, this, this), host, this, arguments)
    }
  }).withScope)
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
