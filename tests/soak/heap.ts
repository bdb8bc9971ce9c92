import { setTimeout } from 'node:timers/promises'

/** The bytes of the heap that are in use when all that can be collected is. */
export async function heapInUse(): Promise<number> {
  let least = Infinity
  // Finalizers, weak references and the code of functions that are no longer hot take a few turns.
  for (let turn = 0; turn < 6; turn++) {
    await setTimeout(turn)
    globalThis.gc!()
    least = Math.min(least, process.memoryUsage().heapUsed)
  }
  return least
}
