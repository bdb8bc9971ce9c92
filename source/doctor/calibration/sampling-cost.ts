import { connect, cpuTime, start, stop } from '../profile.js'

/** In microseconds: so often that what it costs stands out. */
const INTERVAL = 100
const ROUNDS = 4
/** So many calls deep, as a handler of a server may be. */
const DEPTH = 30

/** What one of V8's samples takes, in nanoseconds of CPU time of all threads: 0 where there are none. */
export function samplingCost(): number {
  try {
    const session = connect()
    time()
    time()
    const costs: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const without = time()
      start(session, INTERVAL)
      const sampled = time()
      const { taken } = stop(session)
      if (taken > 0) costs.push(1000 * (sampled - without) / taken)
    }
    session.disconnect()
    return Math.max(0, costs.sort((a, b) => a - b)[costs.length >> 1] ?? 0)
  } catch {
    return 0
  }
}

/** Always the same work; in microseconds. */
function time(): number {
  const begun = cpuTime()
  descend(DEPTH)
  return cpuTime() - begun
}

function descend(depth: number): number {
  return depth > 0 ? descend(depth - 1) + 1 : work()
}

function work(): number {
  let hash = 0
  for (let i = 0; i < 1e7; i++) hash = hash * 31 + i | 0
  return hash
}
