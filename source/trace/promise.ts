import { chainBy, NativePromise, Object } from '../primordials.js'
import type { Context, TraceChannels } from '../types.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'

const { getPrototypeOf } = Object
const { prototype } = NativePromise
const { then: thenAtLoad } = prototype

/**
 * Whether a promise is of this realm and of no subclass: only such a one may be replaced by a chained one. To be asked
 * of promises alone: a proxy would hear of it.
 */
export function hasNativePrototype(promise: object): boolean {
  return getPrototypeOf(promise) === prototype
}

/**
 * Whether a promise is of this realm and of no subclass, and has the `then` of all such promises: Promise's own, or
 * what somebody has put on its prototype.
 *
 * @param then the `then` that it has
 */
export function hasNativeThen(promise: object, then: unknown): boolean {
  // What was there at load first: it is a constant to V8.
  return getPrototypeOf(promise) === prototype && (then === thenAtLoad || then === prototype.then)
}

/** Promise's own, of this realm. A bundle that needs neither leaves them out. */
export const resolve = /* @__PURE__ */ NativePromise.resolve.bind(NativePromise)
export const reject = /* @__PURE__ */ NativePromise.reject.bind(NativePromise)

/** Gives the promise for `promise` whose settlement is published before anyone after it hears of it. */
export function chain(
  semantics: Semantics, channels: TraceChannels, context: Context, promise: Promise<unknown>
): Promise<unknown> {
  const { onFulfilled, onRejected } = Reactions.take(semantics, channels, context)
  return chainBy(promise, onFulfilled, onRejected)
}

/** How many idle pairs are kept: enough for the promises in flight of a busy server, at some 250 bytes each. */
const POOL_SIZE = 1024

/**
 * The pair of functions given to a native promise's `then`. A native promise calls exactly one of the two, once, and
 * shows neither to anyone, so the pair can serve again: two closures and their context less for each traced promise.
 */
export class Reactions {
  #next: Reactions | undefined
  #semantics: Semantics | undefined
  #channels: TraceChannels | undefined
  #context: Context

  /** A pair for one trace: an idle one, or a new one. */
  static take(semantics: Semantics, channels: TraceChannels, context: Context): Reactions {
    let reactions = idle
    if (reactions === undefined) {
      reactions = new Reactions()
    } else {
      idle = reactions.#next
      idleCount--
    }
    reactions.#semantics = semantics
    reactions.#channels = channels
    reactions.#context = context
    return reactions
  }

  readonly onFulfilled = (value: unknown): unknown => {
    const semantics = this.#semantics!
    const channels = this.#channels!
    const context = this.#context
    this.#release()
    return fulfil(semantics, channels, context, value)
  }

  readonly onRejected = (error: unknown): unknown => {
    const semantics = this.#semantics!
    const channels = this.#channels!
    const context = this.#context
    this.#release()
    fail(semantics, channels, context, error)
    return semantics.rethrow(error)
  }

  /** Before anything is published: what a subscriber starts may use this pair, and an idle pair holds nothing alive. */
  #release(): void {
    this.#channels = this.#context = undefined
    if (idleCount === POOL_SIZE) return
    idleCount++
    this.#next = idle
    idle = this
  }
}

// The idle pairs are a list through themselves: V8 shrinks and regrows an array that is used as a pool.
let idle: Reactions | undefined
let idleCount = 0
