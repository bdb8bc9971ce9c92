import { bind, unbind } from './bound.js'
import type { Transform } from './steps.js'
import { makeValue } from './values.js'
import type { World } from './world.js'

/** The stores that a program binds to its channels, and what their transforms do. */
export class Bindings {
  readonly #world: World
  /** The channels whose transforms are being called. */
  readonly #entering: unknown[] = []
  readonly #unboundByTransforms = new Map<unknown, Set<unknown>>()

  constructor(world: World) {
    this.#world = world
  }

  bind(channel: any, store: any, transform: Transform): void {
    // LIMIT: what a transform unbinds from its own channel is not bound there again by one. Node goes by the live map,
    // and enters such a store twice.
    const isRebound = this.#entering.includes(channel) && this.#unboundByTransforms.get(channel)?.has(store)
    if (isRebound && !this.#world.ground.rebinding) return
    this.#world.do('bindStore', () => bind(channel, store, this.#transform(channel, transform)))
  }

  unbind(channel: any, store: any): void {
    if (this.#entering.includes(channel)) {
      const stores = this.#unboundByTransforms.get(channel) ?? new Set()
      this.#unboundByTransforms.set(channel, stores.add(store))
    }
    this.#world.do('unbindStore', () => unbind(channel, store))
  }

  #transform(channel: unknown, transform: Transform): unknown {
    if (transform === 'none') return undefined
    if (transform === 'null') return null
    if (transform === 'text') return transform
    const { steps, value } = transform
    return (message: unknown) => this.#world.called(() => {
      this.#entering.push(channel)
      try {
        this.#world.note('transform', message)
        this.#world.run(steps)
        return value === 'message' ? message : makeValue(value)
      } finally {
        this.#entering.pop()
      }
    })
  }
}
