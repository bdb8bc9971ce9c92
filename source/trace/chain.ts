import { backend } from '../context/select-backend.js'
import { chainBy } from '../primordials.js'
import type { Context, TraceChannels } from '../types.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'

/** Gives the promise for `promise` whose settlement is published before anyone after it hears of it. */
export function chain(
  semantics: Semantics, channels: TraceChannels, context: Context, promise: Promise<unknown>
): Promise<unknown> {
  if (isByNewFunctions) return chainByNewFunctions(semantics, channels, context, promise)
  const { onFulfilled, onRejected } = Reactions.take(semantics, channels, context)
  return chainBy(promise, onFulfilled, onRejected)
}

/** Whether two functions are made for each promise: JavaScriptCore does it in less time than it takes to reuse some. */
const isByNewFunctions = backend.nesting !== undefined

// A function of its own: V8 would have made the variables that these functions share in each call of the other.
function chainByNewFunctions(
  semantics: Semantics, channels: TraceChannels, context: Context, promise: Promise<unknown>
): Promise<unknown> {
  return chainBy(promise, (value) => fulfil(semantics, channels, context, value), (error) => {
    fail(semantics, channels, context, error)
    return semantics.rethrow(error)
  })
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
