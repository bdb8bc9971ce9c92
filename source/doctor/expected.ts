import type { Channel } from 'node:diagnostics_channel'
import type { BoundStores, Store } from '../types.js'

/**
 * What the host calls next by itself, inside of a call that is counted: its traces call `runStores` or `withScope`,
 * these call `run` or `withScope` of the stores, and these `enterWith`. None of that is a call of the program's.
 */
export const expected: {
  /** The channel whose window a trace opens, and how many of its stores are entered by a method that is counted. */
  window: Channel | undefined
  windowStores: number
  /** The stores that a window enters, and how many of them it has not entered yet. */
  stores: BoundStores | undefined
  storesLeft: number
  /** The storage that is entered by `exit`, and the one that enters a value. */
  exit: Store | undefined
  enter: Store | undefined
  value: unknown
  /** Whether a scope is being disposed. */
  leaves: boolean
} = {
  window: undefined, windowStores: 0, stores: undefined, storesLeft: 0, exit: undefined, enter: undefined,
  value: undefined, leaves: false
}

/** Whether it is a window that enters the storage, by the method that windows enter by on this host. */
export function isEnteredByWindow(store: Store): boolean {
  if (expected.storesLeft === 0 || !expected.stores!.has(store)) return false
  expected.storesLeft--
  return true
}
