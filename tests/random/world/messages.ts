import { KEPT, type ContextKind } from './steps.js'
import type { World } from './world.js'

/** The messages of a program: those that are kept for other traces, and new ones. */
export class Messages {
  readonly #world: World
  readonly #again = { again: true }
  readonly #kept: ReadonlyArray<Readonly<Record<string, object>>>
  #count = 0

  constructor(world: World) {
    const { notes, tracing } = world.ground
    this.#world = world
    this.#kept = tracing.map((_, nth) =>
      Object.fromEntries(KEPT.map((kind) => [kind, notes.opaque(`${kind} of ${nth}`, {})])))
  }

  /** The message that a step gives. */
  of({ traced, context }: { readonly traced: number, readonly context: ContextKind }): unknown {
    const { notes } = this.#world.ground
    const id = this.#count++
    switch (context) {
      case 'first':
      case 'second':
      case 'third': return this.#kept[traced]![context]
      case 'none': return undefined
      case 'object': return { id }
      case 'again': return this.#again
      case 'bare': return { __proto__: null, id }
      case 'frozen': return Object.freeze({ id })
      case 'null': return null
      case 'number': return id
      case 'text': return `context ${id}`
      case 'watched': return notes.opaque(`watched ${id}`, new Proxy({}, {
        set: (target, key, value) => { this.#world.note('set', key, value); return Reflect.set(target, key, value) },
        get: (target, key) => { this.#world.note('get', key); return Reflect.get(target, key) }
      }))
      case 'failing': return notes.opaque(`failing ${id}`, new Proxy({}, {
        set(_target, key) { throw new Error(`from setting ${String(key)}`) }
      }))
    }
  }
}
