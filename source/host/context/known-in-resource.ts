import { readAt, writeAt } from './access-sites.js'
import type { ResourceStore, Values } from './resource-values.js'

/** Enters a message in stores of which is known what they had. `false`, and nothing entered, if one has a value or is not enabled. */
export function enterIn(values: Values, known: readonly ResourceStore[], message: unknown): boolean {
  for (let i = 0; i < known.length; i++) {
    const store = known[i]!
    if (!store.enabled || readAt(i, values, store.kResourceStore) !== undefined) {
      takeBack(values, known, i)
      return false
    }
    writeAt(i, values, store.kResourceStore, message)
  }
  return true
}

/** Puts `undefined` back in the first of the stores, so many of them. */
export function takeBack(values: Values, known: readonly ResourceStore[], count: number): void {
  for (let i = count - 1; i >= 0; i--) writeAt(i, values, known[i]!.kResourceStore, undefined)
}
