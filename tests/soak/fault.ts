import type { Measurement } from './soak.js'

/**
 * By how many bytes the heap may have grown: twice what was seen on any host, stock or not. Ten bytes for one trace in
 * twenty, which is one kind of them, are more than this in a million.
 */
const NOISE = 400_000

/** Says what is left behind by the traces, or `undefined`. */
export function findFault(measurements: readonly Measurement[]): string | undefined {
  const [first, last] = [measurements[0], measurements.at(-1)]
  if (first === undefined || last === undefined || last.made === first.made) return 'no traces were made'
  const alive = measurements.reduce((sum, measurement) => sum + measurement.alive, 0)
  if (last.strayed > 0) return `stores had another value than their outer one ${last.strayed} times`
  if (alive > 0) return `${alive} contexts or stores were not collected`
  if (last.heap - first.heap > NOISE) return `the heap grew by ${((last.heap - first.heap) / last.made).toFixed(2)} bytes a trace`
  return undefined
}
