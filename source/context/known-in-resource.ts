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

/** Leaves the stores: as scopes do, which enter the old value, or as `run` does, which puts it back even in one that was disabled. */
export function leaveIn(values: Values, known: readonly ResourceStore[], byScope: boolean): void {
  // Not `for…of`: it makes an object for each store until it is optimised.
  for (let i = 0; byScope && i < known.length; i++) {
    if (!known[i]!.enabled) known[i]!._enable()
  }
  takeBack(values, known, known.length)
}

/** Puts `undefined` back in the first of the stores, so many of them. */
function takeBack(values: Values, known: readonly ResourceStore[], count: number): void {
  for (let i = count - 1; i >= 0; i--) writeAt(i, values, known[i]!.kResourceStore, undefined)
}
