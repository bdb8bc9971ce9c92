/** @typedef {import('./cases.js').TimedCase} TimedCase */

/** Under an agent as most are: one store with a transform, in a context of one other. @type {TimedCase} */
const TRACE = { api: 'traceSync', inFlight: null, ambient: 1, subscribers: 1, stores: 1, transforms: true }

/** Without a store, so that without a subscriber nobody listens. @type {TimedCase} */
const LISTENED_TO = { api: 'traceSync', inFlight: null, ambient: 0, subscribers: 1, stores: 0 }

/**
 * What a program has more and more of, all else being the same: the steps, and the conditions with that many.
 *
 * @type {Record<string, { title: string, steps: number[], at: (count: number) => TimedCase }>}
 */
export const CURVES = {
  stores: {
    title: 'bound stores', steps: [0, 1, 2, 4, 8, 16], at: (stores) => ({ ...TRACE, stores })
  },
  ambient: {
    title: 'stores of others in the context', steps: [0, 1, 2, 4, 8, 16, 32], at: (ambient) => ({ ...TRACE, ambient })
  },
  subscribers: {
    title: 'subscribers of each event', steps: [0, 1, 2, 4, 8, 16, 32, 64],
    at: (subscribers) => ({ ...LISTENED_TO, subscribers })
  },
  inFlight: {
    title: 'promises in flight', steps: [1, 10, 100, 1000, 10_000, 100_000],
    at: (inFlight) => ({ ...TRACE, api: 'tracePromise', inFlight })
  }
}

export const CURVE_NAMES = Object.keys(CURVES)

/** The first, the last and one between: enough for a first impression. @param {number[]} steps */
export function fewSteps(steps) {
  return [...new Set([steps[0], steps[1], steps[steps.length >> 1], steps[steps.length - 1]])]
}
