// Loops: functions that make so many calls.

/**
 * Does something with each result, so that the compiler can't drop one. They are summed without carry, by `^`: with a
 * sum that grows out of the small integers V8 gives up the code of the loop in the middle of a round, and what it
 * inlines anew is other code.
 */
export const sumOf = (call) => (times) => {
  let sum = 0
  for (let i = 0; i < times; i++) sum ^= call(i)
  return sum
}

/**
 * Awaits no call, as an `await` makes two closures of its own. Gives the last promise: they settle in the order of the
 * calls.
 */
export const lastOf = (call) => (times) => {
  let last
  for (let i = 0; i < times; i++) last = call(i)
  return last
}

/** Has a number of calls in flight, and awaits those before it makes more. */
export const wavesOf = (call, inFlight) => {
  const start = lastOf(call)
  return async (times) => {
    let sum = 0
    for (let started = 0; started < times; started += inFlight) sum ^= await start(inFlight) ?? 0
    return sum
  }
}

/**
 * Makes calls in turn, one of each channel after the other. The promises of a turn are in flight together: the last is
 * awaited, and they settle in the order of the calls.
 */
export const inTurn = (calls) => async (times) => {
  let sum = 0
  for (let made = 0; made < times; made += calls.length) {
    let last
    for (let channel = 0; channel < calls.length; channel++) {
      const result = calls[channel](made + channel)
      if (typeof result === 'number') sum ^= result
      else last = result
    }
    sum ^= await last
  }
  return sum
}
