let kept

/** Calls that make a known number of closures: whoever counts another number for them does it wrong. */
export const calibration = {
  twoClosures(i) {
    kept = [() => i, () => i + 1]
    return i
  },

  noClosure(i) {
    kept = i
    return i
  }
}

export const KNOWN_CLOSURES = { twoClosures: 2, noClosure: 0 }
