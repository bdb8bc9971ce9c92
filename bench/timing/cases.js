// @ts-check
import { APIS } from '../calls/apis.js'

/**
 * What is timed: calls under conditions, with some other storages that have a value in the context.
 *
 * With `install`, Node's own API is compared with itself, once the shim is installed with those options; otherwise with
 * tracescope's API.
 *
 * @typedef {{ inFlight: number | null, ambient: number, install?: object }} Around
 * @typedef {import('../calls/prepare-calls.js').Conditions & Around} TimedCase
 */

/** @type {TimedCase[]} */
export const CASES = [
  ...APIS.flatMap((api) => conditionsOf(api)),
  ...conditionsOf('traceSync', {}),
  ...conditionsOf('tracePromise', {}),
  ...conditionsOf('runStores', {}),
  ...conditionsOf('withScope', { storages: true })
]

/** Few enough for a first impression. */
export const QUICK_CASES = CASES.filter(({ ambient, stores, inFlight }) => {
  return ambient === 0 && stores < 3 && inFlight !== 100
})

/**
 * @param {import('../calls/apis.js').Api} api
 * @param {object} [install]
 * @returns {TimedCase[]}
 */
function conditionsOf(api, install) {
  if (api.startsWith('instrument')) return [{ api, inFlight: null, ambient: 0, subscribers: false, stores: 0 }]
  const waves = api === 'tracePromise' ? [1, 100] : [null]
  return waves.flatMap((inFlight) => [0, 4].flatMap((ambient) => {
    const conditions = { api, inFlight, ambient, ...(install && { install }) }
    // No channel takes part in withScope, so no subscriber either.
    if (api === 'withScope') return [1, 3].map((stores) => ({ ...conditions, subscribers: false, stores }))
    if (api === 'isolate') return [{ ...conditions, subscribers: false, stores: 0 }]
    return [
      { ...conditions, subscribers: false, stores: 0 },
      ...[0, 1, 3, 8].map((stores) => ({ ...conditions, subscribers: true, stores }))
    ]
  }))
}
