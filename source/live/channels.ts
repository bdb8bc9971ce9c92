import type { AnyFunction, BoundStores, Store, Transform } from '../types.js'
import { assertFunction, invalidArgType } from './errors.js'
import { host, isLive, showsInsides, surfaceOnNextTick } from './host.js'
import { Scopes } from './scopes.js'

/** What a channel is to the live part: the host's own, or what stands before one of workerd's. */
export interface LiveChannel {
  readonly name: string | symbol
  readonly hasSubscribers: boolean
  readonly _subscribers?: readonly AnyFunction[] | undefined
  readonly _stores?: BoundStores | undefined
  subscribe(subscriber: AnyFunction): void
  unsubscribe(subscriber: AnyFunction): boolean
  publish(message: unknown): void
  runStores(message: unknown, fn: AnyFunction, thisArg?: unknown, ...args: unknown[]): any
}

/** A message on its way through the host's `publish`: whether those who subscribed here were told, and what was entered for it. */
interface Way {
  isTold?: boolean
  readonly entered: Array<readonly [Store, unknown]>
}

/**
 * Stands before a channel of a host that does otherwise than Node: subscribers are called in order, the same one twice if it
 * has subscribed twice, whatever one of them throws; a bound store makes it active; `hasSubscribers` is a value. It listens
 * to the host's channel once for all of its subscribers, and binds its stores there: those on the other side see the same.
 */
class Front implements LiveChannel {
  _subscribers: readonly AnyFunction[] = []
  readonly _stores = new Map<Store, Transform | undefined>()
  readonly name: string | symbol
  /** What is only shaped like a storage: the host binds none of them. */
  readonly #others = new Map<Store, Transform | undefined>()
  readonly #host: any
  #way: Way | undefined

  constructor(channel: any, name: string | symbol) {
    this.#host = channel
    this.name = name
  }

  get hasSubscribers(): boolean {
    const { hasSubscribers } = this.#host
    return this._stores.size > 0 || Boolean(typeof hasSubscribers === 'function' ? this.#host.hasSubscribers() : hasSubscribers)
  }

  readonly #hear = (message: unknown, name: string | symbol): void => {
    if (this.#way !== undefined) this.#way.isTold = true
    this.#tell(message, name)
  }

  #tell(message: unknown, name: string | symbol): void {
    callEach(this._subscribers, message, this.name ?? name)
  }

  subscribe(subscriber: AnyFunction): void {
    assertFunction('subscription', subscriber)
    if (this._subscribers.length === 0) this.#host.subscribe(this.#hear)
    this._subscribers = [...this._subscribers, subscriber]
  }

  unsubscribe(subscriber: AnyFunction): boolean {
    const index = this._subscribers.indexOf(subscriber)
    if (index < 0) return false
    this._subscribers = this._subscribers.filter((_, i) => i !== index)
    if (this._subscribers.length === 0) this.#host.unsubscribe(this.#hear)
    return true
  }

  bindStore(store: Store, transform?: Transform): void {
    this._stores.set(store, transform)
    try {
      this.#host.bindStore(store, (message: unknown) => {
        const value = this.#valueOf(store, message)
        this.#way?.entered.push([store, value])
        return value
      })
    } catch {
      this.#others.set(store, transform)
    }
  }

  unbindStore(store: Store): boolean {
    if (!this.#others.delete(store) && this._stores.has(store)) this.#host.unbindStore(store)
    return this._stores.delete(store)
  }

  /** What a storage is entered with; if its transform throws, what it has. */
  #valueOf(store: Store, message: unknown): unknown {
    try {
      const transform = this._stores.get(store)
      return transform ? transform(message) : message
    } catch (error) {
      surfaceOnNextTick(error)
      return store.getStore()
    }
  }

  publish(message: unknown): void {
    const outer = this.#way
    const way: Way = this.#way = { entered: [] }
    try {
      this.#host.publish(message)
    } catch (error) {
      if (!way.isTold) this.#tell(message, this.name)
      surfaceUnlessTooEarly(error)
    } finally {
      this.#way = outer
    }
  }

  /** By the host, which enters what was bound on its side, too. */
  runStores(message: unknown, fn: AnyFunction, thisArg?: unknown, ...args: unknown[]): any {
    const outer = this.#way
    const way: Way = { entered: [] }
    let isCalled = false
    const call = (): unknown => {
      isCalled = true
      this.#way = outer
      return Reflect.apply(fn, thisArg, args)
    }
    // Those that the host refuses are entered before: subscribers see all.
    const scopes = new Scopes().enter(this.#others, message)
    this.#way = way
    try {
      return this.#host.runStores(message, call)
    } catch (error) {
      if (isCalled) throw error
      // A subscriber on the host's side has thrown, or nothing may be published yet: then the host does not call the function.
      this.#way = outer
      surfaceUnlessTooEarly(error)
      return nest(way.entered, () => {
        if (!way.isTold) this.#tell(message, this.name)
        return call()
      })
    } finally {
      scopes.leave()
    }
  }
}

function nest(entered: ReadonlyArray<readonly [Store, unknown]>, call: () => unknown): unknown {
  return entered.reduceRight((inner, [store, value]) => () => store.run(value, inner), call)()
}

/** While modules are loaded nobody but subscribers can hear: the host refuses when it has called them. */
function surfaceUnlessTooEarly(error: any): void {
  if (!/global scope/.test(error?.message)) surfaceOnNextTick(error)
}

function callEach(subscribers: readonly AnyFunction[] | undefined, message: unknown, name: string | symbol): void {
  for (const subscriber of subscribers ?? []) {
    try {
      subscriber(message, name)
    } catch (error) {
      surfaceOnNextTick(error)
    }
  }
}

/** Publishes as Node 26 does: whatever a subscriber throws, the others are called, and the caller goes on. */
export function publish(channel: LiveChannel, message: unknown): void {
  if (showsInsides) callEach(channel._subscribers, message, channel.name)
  else frontOf(channel).publish(message)
}

const byName = new Map<string | symbol, Front>()
const byChannel = new WeakMap<object, Front>()

/** What stands before a channel of the host's; a channel that shows its insides needs none. */
export function frontOf(channel: LiveChannel): LiveChannel {
  if (showsInsides || channel instanceof Front) return channel
  let front = byChannel.get(channel)
  if (front === undefined) byChannel.set(channel, front = new Front(channel, channel.name))
  return front
}

export const Channel: new (name: string | symbol) => LiveChannel = showsInsides ? host.Channel : Front

export const channel: (name: string | symbol) => LiveChannel = showsInsides ? host.channel : (name) => {
  if (typeof name !== 'string' && typeof name !== 'symbol') throw invalidArgType('channel', 'of type string or symbol', name)
  let front = byName.get(name)
  if (front === undefined) {
    const channel = host.channel(name)
    byName.set(name, front = new Front(channel, name))
    byChannel.set(channel, front)
  }
  return front
}

export function isChannel(value: unknown): value is LiveChannel {
  return value instanceof Front || (isLive && value instanceof host.Channel)
}
