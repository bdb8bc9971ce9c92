import type { Channel } from 'node:diagnostics_channel'
import type { AnyFunction, BoundStores, Store } from '../types.js'
import type { Entered, Entry } from './entry.js'
import type { Isolate } from './isolate.js'

/**
 * The two styles in which hosts enter the stores bound to a channel.
 *
 * - `scope` (Node 26): in the order of binding, each as `store.withScope(value)` would; a transform that is falsy
 *   counts as none. A transform may bind and unbind stores of its own channel, and those are heeded at once.
 * - `run` (Node up to 25): last bound first, each as `store.run(value, …)` would, which does not enter a value that is
 *   current already; only an `undefined` transform counts as none.
 */
export type EnterStyle = 'scope' | 'run'

/** A scope of one store. */
export interface OneScope extends Disposable {
  dispose(): void
}

/** Scopes of one store: their class, and what opens one of a native store. */
export interface Scopes {
  readonly RunScope: { new (storage: any, value: any): OneScope, readonly prototype: OneScope }
  open(store: Store, value: unknown): OneScope
}

/** How the values of native stores are set and put back in the asynchronous context of this host. */
export interface Backend {
  readonly name: 'frame' | 'resource' | 'portable'
  /**
   * Enters all of `stores`, of which there is one at least, for a message. Returns `null` when one of them is not
   * native, or the backend does not follow that style to the letter.
   */
  enter(stores: BoundStores, message: unknown, style: EnterStyle): Entered
  /** Enters a value in one native store, in style `scope`. */
  enterOne(store: Store, value: unknown): Entry
  /** Scopes that take less than those that are made of `enterOne`. Missing where there are none. */
  readonly scopes?: Scopes
  /** Calls a function in stores, where that takes less than to enter and leave them. Missing where it does not. */
  readonly nesting?: Nesting
  /** Calls a function, and puts the whole context back as it was, whatever the function did to whichever storage. */
  isolate: Isolate
  /** What can stand for methods of AsyncLocalStorage. Missing where the host's own are one step already. */
  readonly storageMethods?: StorageMethods
}

/** A call that is to be made in the stores of a channel, once a message was published to it. */
export interface CallInStores {
  readonly channel: Channel
  readonly message: unknown
  /** Makes the call. */
  readonly make: (call: any) => unknown
  /** Where it is entered in one store after the other: what is bound, and the stores that it has yet to enter. */
  stores: BoundStores | undefined
  rest: Iterator<Store> | undefined
}

/** How a call is made in stores that are entered by `run`. */
export interface Nesting {
  /** Whether a call can be made in the stores of a channel. */
  admits(stores: BoundStores): boolean
  /** Enters the stores in style `scope`, publishes the message to the channel, and makes the call. */
  run(call: CallInStores, stores: BoundStores): unknown
}

/** Makes methods of AsyncLocalStorage that do what the host's do, in one step. */
export interface StorageMethods {
  /** While it is off, it goes by the other methods of a storage, step by step as the host's. */
  run(isOn: () => boolean): AnyFunction
  /** `host` gets the calls while it is off. */
  enterWith(host: AnyFunction, isOn: () => boolean): AnyFunction
}
