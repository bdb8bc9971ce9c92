// @ts-check

/** @type {unknown} */
let kept

/** A call that makes exactly two closures. @param {number} i */
function twoClosures(i) {
  kept = [() => i, () => i + 1]
  return i
}

/** A call that makes none. @param {number} i */
function noClosure(i) {
  kept = i
  return i
}

/** Calls whose closures are known: a measurement that reads anything else is wrong. */
export const CALIBRATION = [
  { call: twoClosures, closures: 2 },
  { call: noClosure, closures: 0 }
]
