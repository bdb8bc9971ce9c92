// @ts-check

/** @type {unknown} */
let kept

/** Calls that make a known number of closures: whoever counts another number for them does it wrong. */
export const calibration = {
  /** @param {number} i */
  twoClosures(i) {
    kept = [() => i, () => i + 1]
    return i
  },

  /** @param {number} i */
  noClosure(i) {
    kept = i
    return i
  }
}

/** @typedef {keyof typeof calibration} Known */

/** @type {Record<Known, number>} */
export const KNOWN_CLOSURES = { twoClosures: 2, noClosure: 0 }
