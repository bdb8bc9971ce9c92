import type { Context, TraceChannels } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { fail, fulfil } from './settle.js'

/** How many idle pairs are kept: enough for the promises in flight of a busy server, at some 250 bytes each. */
const POOL_SIZE = 1024

/**
 * The pair of functions given to a native promise's `then`. A native promise calls exactly one of the two, once, and
 * shows neither to anyone, so the pair can serve again: two closures and their context less for each traced promise.
 */
export class Reactions {
  #next: Reactions | undefined
  #behaviour: Behaviour | undefined
  #channels: TraceChannels | undefined
  #context: Context

  /** A pair for one trace: an idle one, or a new one. */
  static take(behaviour: Behaviour, channels: TraceChannels, context: Context): Reactions {
    let reactions = idle
    if (reactions === undefined) {
      reactions = new Reactions()
    } else {
      idle = reactions.#next
      idleCount--
    }
    reactions.#behaviour = behaviour
    reactions.#channels = channels
    reactions.#context = context
    return reactions
  }

  readonly onFulfilled = (value: unknown): unknown => {
    const behaviour = this.#behaviour!
    const channels = this.#channels!
    const context = this.#context
    this.#release()
    return fulfil(behaviour, channels, context, value)
  }

  readonly onRejected = (error: unknown): unknown => {
    const behaviour = this.#behaviour!
    const channels = this.#channels!
    const context = this.#context
    this.#release()
    fail(behaviour, channels, context, error)
    return behaviour.rethrow(error)
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
