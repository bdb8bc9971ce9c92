import type { Measurement } from './soak.js'

/**
 * By how many bytes the heap may grow: several times what was seen on any host, stock or not. Ten bytes for one trace
 * in twenty, which is one kind of them, are more than this in a million.
 */
const NOISE = 300_000

/**
 * Says what is left behind by the traces, or `undefined`.
 *
 * @param kept how many contexts and stores may be: those that the host keeps without the shim
 */
export function findFault(measurements: readonly Measurement[], kept: number): string | undefined {
  const [first, last] = [measurements[0], measurements.at(-1)]
  if (first === undefined || last === undefined || last.made === first.made) return 'no traces were made'
  // Not from the first one only: the heap may shrink on the way, once, and that is not to hide what grows.
  const least = measurements.reduce((least, measurement) => measurement.heap < least.heap ? measurement : least)
  const growth = last.heap - least.heap
  const alive = countAlive(measurements)
  if (last.strayed > 0) return `stores had another value than their outer one ${last.strayed} times`
  if (alive > kept) return `${alive} contexts or stores were not collected`
  if (growth > NOISE) return `the heap grew by ${(growth / (last.made - least.made)).toFixed(2)} bytes a trace`
  return undefined
}

/** How many contexts and stores that are over could not be collected. */
export function countAlive(measurements: readonly Measurement[]): number {
  return measurements.reduce((sum, { alive }) => sum + alive, 0)
}
