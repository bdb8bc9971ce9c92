// @ts-check

/** @typedef {import('../timing/cases.js').TimedCase} TimedCase */

/**
 * One thing that a program has more and more of, all else being the same.
 *
 * @typedef {object} Curve
 * @property {string} title
 * @property {number[]} steps how many: each as many again as the one before, or more
 * @property {(count: number) => TimedCase} at the conditions with that many
 */

/** Under an agent as most are: one store with a transform, in a context of one other. @type {TimedCase} */
const TRACE = { api: 'traceSync', inFlight: null, ambient: 1, subscribers: 1, stores: 1, transforms: true }

/** @type {TimedCase} */
const PLAIN = { api: 'traceSync', inFlight: null, ambient: 0, subscribers: 1, stores: 1 }

const STORES = [0, 1, 2, 4, 8, 16]
const AMBIENT = [0, 1, 2, 4, 8, 16, 32]
const IN_FLIGHT = [1, 10, 100, 1000, 10_000, 100_000]

export const CURVES = /** @satisfies {Record<string, Curve>} */ ({
  stores: { title: 'bound stores', steps: STORES, at: (stores) => ({ ...TRACE, stores }) },
  ambient: { title: 'stores of others in the context', steps: AMBIENT, at: (ambient) => ({ ...TRACE, ambient }) },
  subscribers: {
    title: 'subscribers of each event',
    steps: [0, 1, 2, 4, 8, 16, 32, 64],
    // Without a store, so that at 0 nobody listens.
    at: (subscribers) => ({ ...PLAIN, subscribers, stores: 0 })
  },
  inFlight: { title: 'promises in flight', steps: IN_FLIGHT, at: (inFlight) => ({ ...TRACE, api: 'tracePromise', inFlight }) },
  plainStores: { title: 'plain bound stores, in an empty context', steps: STORES, at: (stores) => ({ ...PLAIN, stores }) },
  plainAmbient: { title: 'stores of others, with a plain bound store', steps: AMBIENT, at: (ambient) => ({ ...PLAIN, ambient }) },
  plainInFlight: {
    title: 'promises in flight, with a plain bound store', steps: IN_FLIGHT, at: (inFlight) => ({ ...PLAIN, api: 'tracePromise', inFlight })
  }
})

/** @typedef {keyof typeof CURVES} CurveName */

export const CURVE_NAMES = /** @type {CurveName[]} */ (Object.keys(CURVES))

/** The first, the last and one between: enough for a first impression. @param {number[]} steps */
export function fewSteps(steps) {
  return [...new Set([steps[0], steps[1], steps[steps.length >> 1], steps[steps.length - 1]])]
}
