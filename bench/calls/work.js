/** What is traced: next to nothing, so that what is measured is what is around it. */
export function work(i) {
  return i + 1
}

/** What is instrumented: some ten nanoseconds, as little as a function does that is worth a trace. */
export function mix(seed) {
  for (let round = 0; round < 24; round++) seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d)
  return seed
}
