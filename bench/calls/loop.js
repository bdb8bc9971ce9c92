// @ts-check

/**
 * Makes calls, and does something with each result, so that the compiler can't drop one. They are summed without carry, by
 * `^`: with a sum that grows out of the small integers V8 gives up the code of the loop in the middle of a round, and what
 * it inlines anew is other code.
 *
 * @param {(i: number) => number} call
 * @returns {(times: number) => number} the sum of the results
 */
export const sumOf = (call) => (times) => {
  let sum = 0
  for (let i = 0; i < times; i++) sum ^= call(i)
  return sum
}

/**
 * Makes calls without awaiting any: an `await` makes two closures of its own.
 *
 * @param {(i: number) => Promise<number>} call
 * @returns {(times: number) => Promise<number> | undefined} the last promise: they settle in the order of the calls
 */
export const lastOf = (call) => (times) => {
  let last
  for (let i = 0; i < times; i++) last = call(i)
  return last
}

/**
 * Makes calls with a number of them in flight, and awaits those before it makes more.
 *
 * @param {(i: number) => Promise<number>} call
 * @param {number} inFlight
 * @returns {(times: number) => Promise<number>}
 */
export const wavesOf = (call, inFlight) => {
  const start = lastOf(call)
  return async (times) => {
    let sum = 0
    for (let started = 0; started < times; started += inFlight) sum ^= await start(inFlight) ?? 0
    return sum
  }
}
