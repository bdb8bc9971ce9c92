// @ts-check

/**
 * A time with two digits, for there is no more to it, in ns or µs.
 *
 * @param {number} nanoseconds
 */
export function inWords(nanoseconds) {
  const rounded = Number(nanoseconds.toPrecision(2))
  return rounded < 1000 ? `${rounded} ns` : `${rounded / 1000} µs`
}
