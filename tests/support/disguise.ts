import { Channel, channel } from 'node:diagnostics_channel'
import { types } from 'node:util'

const DISGUISES: Readonly<Record<string, () => void>> = {
  'nothing'() {},

  /** The stores of a channel are no Map that anyone could tell. */
  'no-maps'() {
    Object.assign(types, { isMap: () => false })
  },

  /** The stores of a channel are something that only the host knows how to use. */
  'unknown-collection'() {
    class Stores {
      readonly #map: Map<unknown, unknown>
      constructor(map: Map<unknown, unknown>) { this.#map = map }
      get size(): number { return this.#map.size }
      has(store: unknown): boolean { return this.#map.has(store) }
      set(store: unknown, transform: unknown): void { this.#map.set(store, transform) }
      delete(store: unknown): void { this.#map.delete(store) }
      entries(): Iterable<unknown> { return this.#map.entries() }
    }
    replaceStores((map) => map && new Stores(map))
  },

  /** The stores of a channel can be seen by the host alone, as a private field can. */
  'private-stores'() {
    replaceStores((map) => calledByHost() ? map : undefined)
  }
}

/** Makes this host one whose insides nobody knows. Before tracescope is loaded. */
export function disguise(name: string): void {
  DISGUISES[name]!()
}

/** Puts an accessor in place of the property in which channels keep their stores. */
function replaceStores(show: (map: Map<unknown, unknown> | undefined) => unknown): void {
  const maps = new WeakMap<object, any>()
  const active = channel('disguise')
  active.subscribe(() => {})
  const property: PropertyDescriptor & ThisType<object> = {
    get() { return show(maps.get(this)) },
    set(map) { maps.set(this, map) }
  }
  Object.defineProperty(Channel.prototype, '_stores', property)
  Object.defineProperty(Object.getPrototypeOf(active), '_stores', property)
}

function calledByHost(): boolean {
  const [, , , , caller = ''] = new Error().stack!.split('\n')
  return caller.includes('node:diagnostics_channel')
}
