// @ts-check
import { APIS } from '../calls/apis.js'

/**
 * What is timed: calls under conditions, with some other storages that have a value in the context.
 *
 * With `install`, Node's own API is compared with itself, once the shim is installed with those options; otherwise with
 * tracescope's API.
 *
 * @typedef {{ inFlight: number | null, ambient: number, install?: { storages?: boolean } }} Around
 * @typedef {import('../calls/prepare-calls.js').Conditions & Around} TimedCase
 */

/**
 * What agents do comes first: in real services every bound channel has one store with a transform, in contexts of a few.
 *
 * @type {TimedCase[]}
 */
const WITH_TRANSFORMS = [
  ...withTransforms('traceSync', [[1, 0], [3, 0], [1, 1], [1, 4], [3, 4], [8, 4]]),
  ...withTransforms('tracePromise', [[1, 0], [1, 1], [1, 4]], { inFlight: 1 }),
  ...withTransforms('runStores', [[1, 0], [1, 1], [1, 4]], { install: {} })
]

/** With the shim first: libraries call `runStores`, and reach it in no other way. @type {TimedCase[]} */
const MIXED = [{ install: {} }, {}].flatMap((around) => withTransforms('mixed', [[1, 0], [1, 4], [2, 6]], around))

/** What an agent's storages do by themselves, those of dd-trace among them, and what they are bound to. @type {TimedCase[]} */
const OF_STORAGES = [
  ...['traceSync', 'runStores'].flatMap((api) => {
    return withTransforms(/** @type {TimedCase['api']} */ (api), [[1, 0], [1, 4]], { ownGetStore: true, install: {} })
  }),
  ...[false, true].flatMap((ownGetStore) => [
    ofStorage('run', 0, ownGetStore), ofStorage('run', 4, ownGetStore),
    ofStorage('enterWith', 0, ownGetStore), ofStorage('enterWith', 4, ownGetStore),
    ofStorage('runCurrent', 0, ownGetStore)
  ])
]

/** @type {TimedCase[]} */
export const CASES = [
  ...WITH_TRANSFORMS,
  ...MIXED,
  ...APIS.flatMap((api) => conditionsOf(api)),
  ...conditionsOf('traceSync', {}),
  ...conditionsOf('tracePromise', {}),
  ...conditionsOf('runStores', {}),
  ...conditionsOf('withScope', { storages: true }),
  ...OF_STORAGES
]

/** Few enough for a first impression. */
export const QUICK_CASES = CASES.filter(({ transforms, ambient, stores, inFlight }) => {
  return transforms || ambient === 0 && stores < 3 && inFlight !== 100
})

/**
 * @param {TimedCase['api']} api
 * @param {number} ambient
 * @param {boolean} ownGetStore
 * @returns {TimedCase}
 */
function ofStorage(api, ambient, ownGetStore) {
  return { api, inFlight: null, install: { storages: true }, ambient, subscribers: false, stores: 1, ...(ownGetStore && { ownGetStore }) }
}

/**
 * @param {TimedCase['api']} api
 * @param {Array<[stores: number, ambient: number]>} counts
 * @param {Partial<TimedCase>} [around]
 * @returns {TimedCase[]}
 */
function withTransforms(api, counts, around) {
  return counts.map(([stores, ambient]) => ({ api, inFlight: null, ...around, ambient, subscribers: true, stores, transforms: true }))
}

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
