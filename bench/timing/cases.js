import { APIS } from '../calls/apis.js'
import { CHANNELS } from '../calls/mixed/channels.js'

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
 * What agents do comes first: in real services every bound channel has one store with a transform, in contexts of a
 * few.
 */
export const CASES = [
  ...withTransforms('traceSync', [[1, 0], [3, 0], [1, 1], [1, 4], [3, 4], [8, 4]]),
  ...withTransforms('tracePromise', [[1, 0], [1, 1], [1, 4]], { inFlight: 1 }),
  ...withTransforms('runStores', [[1, 0], [1, 1], [1, 4]], { install: {} }),
  // With the shim first: libraries call `runStores`, and reach it in no other way.
  ...[{ install: {} }, {}].flatMap((around) => withTransforms('mixed', [[1, 0], [1, 4], [2, 6]], around)),
  ...APIS.flatMap((api) => plainly(api)),
  ...['traceSync', 'tracePromise', 'runStores'].flatMap((api) => plainly(api, { install: {} })),
  ...plainly('withScope', { install: { storages: true } }),
  // What an agent's storages do by themselves, those of dd-trace among them, and what they are bound to.
  ...['traceSync', 'runStores'].flatMap((api) =>
    withTransforms(api, [[1, 0], [1, 4]], { ownGetStore: true, install: {} })),
  ...[{}, { ownGetStore: true }].flatMap((storage) => ['run', 'enterWith', 'runCurrent'].map((api) => {
    return timed(api, { install: { storages: true }, subscribers: false, stores: 1, ...storage })
  }))
]

/** @param {object} conditions @returns {TimedCase} */
function timed(api, conditions) {
  return { api, inFlight: null, ambient: 0, subscribers: false, stores: 0, ...conditions }
}

/** @param {Array<[stores: number, ambient: number]>} counts */
function withTransforms(api, counts, around = {}) {
  return counts.map(([stores, ambient]) =>
    timed(api, { ...around, ambient, subscribers: true, stores, transforms: true }))
}

/** Where nobody listens, with subscribers alone, and with a store. */
function plainly(api, around = {}) {
  const inFlight = api === 'tracePromise' ? 1 : null
  if (api.startsWith('instrument') || api === 'isolate') return [timed(api, around)]
  // No channel takes part in withScope, so no subscriber either.
  if (api === 'withScope') return [timed(api, { ...around, stores: 1 })]
  const watched = [{}, { subscribers: true }, { subscribers: true, stores: 1 }]
  return watched.map((conditions) => timed(api, { ...around, inFlight, ...conditions }))
}

/** As many calls as come together: those of all channels of a program. @param {TimedCase} timedCase */
export const waveOf = ({ api, inFlight }) => api === 'mixed' ? CHANNELS : Math.max(100, inFlight ?? 0)

/**
 * How long a case is measured. V8 takes longer to optimise code that is called once in forty calls.
 *
 * @param {TimedCase} timedCase
 * @param {import('./time-contest.js').Effort} effort
 */
export const effortFor = ({ api }, effort) => api === 'mixed' ? { ...effort, warmUp: effort.warmUp * 10 } : effort
