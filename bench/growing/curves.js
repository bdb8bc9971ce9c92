// @ts-check

/** @typedef {import('../timing/cases.js').TimedCase} TimedCase */

/**
 * One thing that a program has more and more of, all else being the same.
 *
 * @typedef {object} Curve
 * @property {string} title
 * @property {string} each one of those that there are more of
 * @property {number[]} steps how many: each as many again as the one before, or more
 * @property {(count: number) => TimedCase} at the conditions with that many
 */

/** @type {TimedCase} */
const TRACE = { api: 'traceSync', inFlight: null, ambient: 0, subscribers: 1, stores: 1 }

export const CURVES = /** @satisfies {Record<string, Curve>} */ ({
  stores: {
    title: 'bound stores',
    each: 'bound store',
    steps: [0, 1, 2, 4, 8, 16],
    at: (stores) => ({ ...TRACE, stores })
  },
  ambient: {
    title: 'stores of others in the context',
    each: 'store of others in the context',
    steps: [0, 1, 2, 4, 8, 16, 32],
    at: (ambient) => ({ ...TRACE, ambient })
  },
  subscribers: {
    title: 'subscribers of each event',
    each: 'subscriber',
    steps: [0, 1, 2, 4, 8, 16, 32, 64],
    // Without a store, so that at 0 nobody listens.
    at: (subscribers) => ({ ...TRACE, subscribers, stores: 0 })
  },
  inFlight: {
    title: 'promises in flight',
    each: 'promise',
    steps: [1, 10, 100, 1000, 10_000, 100_000],
    at: (inFlight) => ({ ...TRACE, api: 'tracePromise', inFlight })
  }
})

/** @typedef {keyof typeof CURVES} CurveName */

export const CURVE_NAMES = /** @type {CurveName[]} */ (Object.keys(CURVES))

/** The first, the last and one between: enough for a first impression. @param {number[]} steps */
export function fewSteps(steps) {
  return [...new Set([steps[0], steps[1], steps[steps.length >> 1], steps[steps.length - 1]])]
}
