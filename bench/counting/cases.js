import { APIS } from '../calls/apis.js'
import { LIBRARIES } from '../calls/libraries.js'

/** @typedef {import('./count.js').ApiSubject} ApiSubject */

/** An agent as most are: it binds one store with a transform, and the context has one store of others. */
const AGENT = { stores: 1, transforms: true, ambient: 1 }

/** Every API under all conditions. @type {ApiSubject[]} */
export const API_CASES = APIS.flatMap(conditionsOf).flatMap(byEach)

/** What a call takes without any tracing, with the context that its caller makes. @type {ApiSubject[]} */
export const OWN_CASES = APIS.map((api) => ({ api, subscribers: false, stores: 0, implementation: 'own' }))

/** Libraries with one bound store, an agent's and a plain one, on Node's own and with the shim. */
export const LIBRARY_CASES = [AGENT, { stores: 1 }].flatMap((stores) => {
  return LIBRARIES.map((library) => ({ library, subscribers: true, ...stores }))
}).flatMap(byEach)

function conditionsOf(api) {
  if (api.startsWith('instrument') || api === 'isolate') return [{ api, subscribers: false, stores: 0 }]
  // No channel takes part in withScope, so no subscriber either.
  if (api === 'withScope') return [1, 3].map((stores) => ({ api, subscribers: false, stores }))
  const watched = { api, subscribers: true }
  const agent = { ...watched, ...AGENT }
  const isSync = api === 'traceSync'
  return [
    agent, ...isSync ? [{ ...agent, stores: 3 }, { ...agent, stores: 8, ambient: 4 }] : [],
    { api, subscribers: false, stores: 0 },
    ...[0, 1, 3].map((stores) => ({ ...watched, stores })),
    ...isSync ? [{ ...watched, stores: 8 }, { ...watched, stores: 8, ambient: 4 }] : []
  ]
}

/** @template T @param {T} conditions */
function byEach(conditions) {
  return /** @type {const} */ (['node', 'tracescope']).map((implementation) => ({ ...conditions, implementation }))
}
