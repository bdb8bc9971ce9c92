// @ts-check

/**
 * Makes calls in turn, one of each channel after the other. The promises of a turn are in flight together: the last is awaited,
 * and they settle in the order of the calls.
 *
 * @param {Array<(i: number) => any>} calls
 * @returns {(times: number) => Promise<number>}
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
