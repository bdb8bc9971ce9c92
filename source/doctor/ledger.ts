import type { Channel } from 'node:diagnostics_channel'
import type { Store } from '../types.js'
import { placeOutside } from './place.js'

/** How many calls had one shape. */
export interface Count {
  calls: number
}

/** So many calls are counted between two ticks. */
const TICK = 4096

/** Counts the calls of all channels and storages together. */
class Pace {
  #left = TICK
  onTick: (() => void) | undefined

  count(): void {
    if (--this.#left > 0) return
    this.#left = TICK
    this.onTick?.()
  }
}

/** What was counted of one channel or storage. */
export class Account {
  readonly name: string
  readonly counts = new Map<number, Count>()
  readonly #pace: Pace

  constructor(name: string, pace: Pace) {
    this.name = name
    this.#pace = pace
  }

  /** Counts a call of a shape, and returns what it was counted in. */
  add(key: number): Count {
    let count = this.counts.get(key)
    if (count === undefined) this.counts.set(key, count = { calls: 0 })
    count.calls++
    this.#pace.count()
    return count
  }

  copy(): Account {
    const counts = new Map([...this.counts].map(([key, { calls }]) => [key, { calls }]))
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this, { counts })
  }
}

export class ChannelAccount extends Account {
  /** The most subscribers that it had in a call, of all its events. */
  subscribers = 0
}

export class StorageAccount extends Account {
  /** The methods that are not AsyncLocalStorage's. */
  readonly ownMethods: readonly string[]
  /** How many storages of the same class were first entered at the same place. */
  storages = 0

  constructor(name: string, pace: Pace, ownMethods: readonly string[]) {
    super(name, pace)
    this.ownMethods = ownMethods
  }
}

/** Programs may make a channel or a storage for each request: what comes after so many is counted together. */
const MOST_ACCOUNTS = 500

/** What was counted of all of them. */
export interface Accounts {
  readonly channels: Map<string, ChannelAccount>
  readonly storages: Map<string, StorageAccount>
}

/** All that was counted. It holds neither channels nor storages. */
export class Ledger implements Accounts {
  readonly channels = new Map<string, ChannelAccount>()
  readonly storages = new Map<string, StorageAccount>()
  readonly #ofChannel = new WeakMap<object, ChannelAccount>()
  readonly #ofStorage = new WeakMap<object, StorageAccount>()
  readonly #pace = new Pace()
  readonly #ownMethodsOf: (store: Store) => string[]

  /** @param ownMethodsOf gives the methods of a storage that are not AsyncLocalStorage's */
  constructor(ownMethodsOf: (store: Store) => string[]) {
    this.#ownMethodsOf = ownMethodsOf
  }

  /** Has a function called now and then while calls are counted. */
  set onTick(onTick: () => void) {
    this.#pace.onTick = onTick
  }

  /** What was counted until now, which counts no further. */
  copy(): Accounts {
    const copyAll = <Of extends Account>(accounts: Map<string, Of>): Map<string, Of> =>
      new Map([...accounts].map(([name, account]) => [name, account.copy() as Of]))
    return { channels: copyAll(this.channels), storages: copyAll(this.storages) }
  }

  /** The account of a channel; that of the `start` of a tracing channel is the tracing channel's. */
  ofChannel(object: object, { name }: Pick<Channel, 'name'>): ChannelAccount {
    let account = this.#ofChannel.get(object)
    if (account === undefined) {
      const words = String(name)
      const wanted = /^tracing:(.*):start$/s.exec(words)?.[1] ?? words
      account = open(this.channels, wanted, (name) => new ChannelAccount(name, this.#pace))
      this.#ofChannel.set(object, account)
    }
    return account
  }

  ofStorage(store: Store): StorageAccount {
    let account = this.#ofStorage.get(store)
    if (account === undefined) {
      const own = this.#ownMethodsOf(store)
      account = open(this.storages, nameOf(store), (name) => new StorageAccount(name, this.#pace, own))
      account.storages++
      this.#ofStorage.set(store, account)
    }
    return account
  }
}

function open<Of extends Account>(accounts: Map<string, Of>, wanted: string, make: (name: string) => Of): Of {
  const name = accounts.size < MOST_ACCOUNTS || accounts.has(wanted) ? wanted : 'all others'
  let account = accounts.get(name)
  if (account === undefined) accounts.set(name, account = make(name))
  return account
}

/** The name that a storage was given; or its class, and where it was first met. */
function nameOf(store: Store): string {
  const given = ownName(store)
  if (given) return given
  const place = placeOutside()
  const { name = 'Object' } = (Object.getPrototypeOf(store) as object | null)?.constructor ?? {}
  return place === undefined ? `${name} of Node` : `${name} at ${place}`
}

/**
 * On Node 24 and later a storage has a `name`. It is a getter of a private field: on what is no AsyncLocalStorage it
 * throws.
 */
function ownName(store: Store): string {
  try {
    const { name } = store as { name?: unknown }
    return typeof name === 'string' ? name : ''
  } catch {
    return ''
  }
}
