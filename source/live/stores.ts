import type { AnyFunction } from '../types.js'
import { frontOf, isChannel, publish, type LiveChannel } from './channels.js'
import { cannotEnter, invalidArgType } from './errors.js'
import { AsyncLocalStorage, showsInsides } from './host.js'
import { apply } from './primordials.js'
import { dispose, openScope, Scopes } from './scopes.js'

export function withScope(storage: any, value: unknown): Disposable {
  const isScopable = typeof storage?.withScope === 'function' ||
    (typeof storage?.enterWith === 'function' && typeof storage.getStore === 'function')
  if (!isScopable) throw invalidArgType('storage', 'an instance of AsyncLocalStorage', storage)
  return openScope(storage, value)
}

/** See `trace/captured-stores.ts`: here the whole context is captured. */
export class CapturedStores {
  readonly run = AsyncLocalStorage.snapshot()
}

/** Calls a function within the stores of `start`, between what is published on both channels. */
export function inWindow(start: LiveChannel, end: LiveChannel, message: unknown, call: () => any): any {
  const callAndEnd = (): any => {
    try {
      return call()
    } finally {
      publish(end, message)
    }
  }
  if (!showsInsides) return frontOf(start).runStores(message, callAndEnd)
  const scopes = new Scopes().enter(start._stores, message)
  try {
    publish(start, message)
    return callAndEnd()
  } finally {
    scopes.leave()
  }
}

/** The scope of a window; where the host can't enter stores without a function, one without stores. */
class WindowScope {
  #close: (() => void) | undefined

  constructor(start: LiveChannel, end: LiveChannel | undefined, message: unknown) {
    const front = frontOf(start)
    if (
      !showsInsides && front._stores!.size > 0
    ) throw cannotEnter('withStoreScope()', 'channel.runStores(message, fn)')
    const scopes = new Scopes()
    if (showsInsides) scopes.enter(front._stores, message)
    publish(start, message)
    this.#close = () => {
      try {
        if (end !== undefined) publish(end, message)
      } finally {
        scopes.leave()
      }
    }
  }

  [dispose](): void {
    const close = this.#close
    this.#close = undefined
    close?.()
  }
}

export function withStoreScope(channel: LiveChannel, message: unknown): Disposable {
  if (!isChannel(channel)) throw invalidArgType('channel', 'an instance of Channel', channel)
  return openWindow(isHeard(channel), channel, undefined, message)
}

/** Opens the window of channels, if somebody hears of it. */
export function openWindow(
  isHeard: boolean, start: LiveChannel, end: LiveChannel | undefined, message: unknown
): Disposable {
  return (isHeard ? new WindowScope(start, end, message) : { [dispose]() {} }) as Disposable
}

/** Whether what is published on channels is heard: always, where the host does not tell. */
export function isHeard(...channels: LiveChannel[]): boolean {
  return !showsInsides || channels.some((channel) => channel.hasSubscribers)
}

let copier: { enterWith(value: unknown): void, disable(): void } | undefined

/**
 * See `context/portable/isolate-portably.ts`. Where no storage can be entered without a function, there is nothing to
 * take back.
 */
export function isolate(fn: AnyFunction, thisArg?: unknown, ...args: unknown[]): unknown {
  return AsyncLocalStorage.snapshot()(() => {
    if (showsInsides) {
      copier ??= new AsyncLocalStorage()
      copier.enterWith(true)
      copier.disable()
    }
    return apply(fn, thisArg, args)
  })
}
