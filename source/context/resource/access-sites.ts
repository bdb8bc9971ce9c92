import type { ResourceStore, Values } from './resource-store.js'

// Reading and writing the value of a store, with a site of its own in the code for each of the first places in a
// record. V8 remembers one key a site: where the same stores are met in the same places, as agents bind them, an access
// takes 1 to 2 ns; with one site for all of them it took 10, two thirds of the time of a trace with eight stores.

/** The place of a store that is entered alone, which may be any: it leaves what the others have learned untouched. */
export const NO_PLACE = -1

/** Reads what is kept for the store at a place. */
export function readAt(place: number, values: Values, key: symbol): unknown {
  switch (place) {
    case 0: return values[key]
    case 1: return values[key]
    case 2: return values[key]
    case 3: return values[key]
    case 4: return values[key]
    case 5: return values[key]
    case 6: return values[key]
    case 7: return values[key]
    default: return values[key]
  }
}

/** Writes what is kept for the store at a place. */
export function writeAt(place: number, values: Values, key: symbol, value: unknown): void {
  switch (place) {
    case 0: values[key] = value; break
    case 1: values[key] = value; break
    case 2: values[key] = value; break
    case 3: values[key] = value; break
    case 4: values[key] = value; break
    case 5: values[key] = value; break
    case 6: values[key] = value; break
    case 7: values[key] = value; break
    default: values[key] = value
  }
}

/** Writes the value of the store at a place, which is enabled then. */
export function setAt(place: number, values: Values, store: ResourceStore, value: unknown): void {
  if (!store.enabled) store._enable()
  writeAt(place, values, store.kResourceStore, value)
}
