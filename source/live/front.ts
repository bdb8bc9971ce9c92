import type { AnyFunction, BoundStores, Store, Transform } from '../types.js'

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

/** What a front needs of the part of the package that it is used in. */
export interface Means {
  /** Surfaces an error that nobody catches. */
  surface(error: unknown): void
  /** Enters stores by their own methods. */
  enter(stores: BoundStores, message: unknown): { leave(): void } | undefined
  invalidArgType(name: string, expected: string, actual: unknown): Error
}

/**
 * A message on its way through the host's `publish`: whether those who subscribed here were told, and what was entered
 * for it.
 */
interface Way {
  isTold?: boolean
  readonly entered: Array<readonly [Store, unknown]>
}

/**
 * Stands before a channel of a host that does otherwise than Node: subscribers are called in order, the same one twice
 * if it has subscribed twice, whatever one of them throws; a bound store makes it active; `hasSubscribers` is a value.
 * It listens to the host's channel once for all of its subscribers, and binds its stores there: those on the other side
 * see the same.
 */
export class Front implements LiveChannel {
  _subscribers: readonly AnyFunction[] = []
  readonly _stores = new Map<Store, Transform | undefined>()
  readonly name: string | symbol
  /** What is only shaped like a storage: the host binds none of them. */
  readonly #others = new Map<Store, Transform | undefined>()
  readonly #host: any
  readonly #means: Means
  #way: Way | undefined

  constructor(channel: any, name: string | symbol, means: Means) {
    this.#host = channel
    this.name = name
    this.#means = means
  }

  get hasSubscribers(): boolean {
    const { hasSubscribers } = this.#host
    return this._stores.size > 0 ||
      Boolean(typeof hasSubscribers === 'function' ? this.#host.hasSubscribers() : hasSubscribers)
  }

  readonly #hear = (message: unknown, name: string | symbol): void => {
    if (this.#way !== undefined) this.#way.isTold = true
    this.#tell(message, name)
  }

  #tell(message: unknown, name: string | symbol): void {
    callEach(this._subscribers, message, this.name ?? name, this.#means.surface)
  }

  subscribe(subscriber: AnyFunction): void {
    if (
      typeof subscriber !== 'function'
    ) throw this.#means.invalidArgType('subscription', 'of type function', subscriber)
    if (this._subscribers.length === 0) this.#host.subscribe(this.#hear)
    this._subscribers = [...this._subscribers, subscriber]
  }

  unsubscribe(subscriber: AnyFunction): boolean {
    const index = this._subscribers.indexOf(subscriber)
    if (index < 0) return false
    this._subscribers = this._subscribers.toSpliced(index, 1)
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
      this.#means.surface(error)
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
      this.#surfaceUnlessTooEarly(error)
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
    const scopes = this.#means.enter(this.#others, message)
    this.#way = way
    try {
      return this.#host.runStores(message, call)
    } catch (error) {
      if (isCalled) throw error
      // A subscriber on the host's side has thrown, or nothing may be published yet: then the host does not call the
      // function.
      this.#way = outer
      this.#surfaceUnlessTooEarly(error)
      return nest(way.entered, () => {
        if (!way.isTold) this.#tell(message, this.name)
        return call()
      })
    } finally {
      scopes?.leave()
    }
  }

  /** While modules are loaded nobody but subscribers can hear: the host refuses when it has called them. */
  #surfaceUnlessTooEarly(error: any): void {
    if (!/global scope/.test(error?.message)) this.#means.surface(error)
  }

  /** Makes all channels that are asked for by name, or met, have one front each. */
  static makeAll(host: any, means: Means): {
    frontOf(channel: LiveChannel): LiveChannel, channel(name: string | symbol): LiveChannel
  } {
    const byName = new Map<string | symbol, Front>()
    const byChannel = new WeakMap<object, Front>()
    const frontOf = (channel: LiveChannel, name = channel.name): LiveChannel => {
      if (channel instanceof Front) return channel
      let front = byChannel.get(channel)
      if (front === undefined) byChannel.set(channel, front = new Front(channel, name, means))
      return front
    }
    return {
      frontOf,
      channel(name) {
        if (
          typeof name !== 'string' && typeof name !== 'symbol'
        ) throw means.invalidArgType('channel', 'of type string or symbol', name)
        let front = byName.get(name)
        if (front === undefined) byName.set(name, front = frontOf(host.channel(name), name) as Front)
        return front
      }
    }
  }
}

function nest(entered: ReadonlyArray<readonly [Store, unknown]>, call: () => unknown): unknown {
  return entered.reduceRight((inner, [store, value]) => () => store.run(value, inner), call)()
}

export function callEach(
  subscribers: readonly AnyFunction[] | undefined,
  message: unknown,
  name: string | symbol,
  surface: (error: unknown) => void
): void {
  for (const subscriber of subscribers ?? []) {
    try {
      subscriber(message, name)
    } catch (error) {
      surface(error)
    }
  }
}
