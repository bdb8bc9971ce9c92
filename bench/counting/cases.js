// @ts-check
import { APIS } from '../calls/apis.js'
import { LIBRARIES } from '../calls/prepare-library.js'

const IMPLEMENTATIONS = /** @type {const} */ (['node', 'tracescope'])

/** An agent as most are: it binds one store with a transform, and the context has one store of others. */
const AGENT = { stores: 1, transforms: true, ambient: 1 }

/**
 * Every API under all conditions.
 *
 * @type {import('./subject.js').ApiSubject[]}
 */
export const API_CASES = APIS.flatMap(conditionsOf).flatMap(byEach)

/**
 * What a call takes without any tracing, with the context that its caller makes.
 *
 * @type {import('./subject.js').ApiSubject[]}
 */
export const OWN_CASES = APIS.map((api) => ({ api, subscribers: false, stores: 0, implementation: 'own' }))

/**
 * Libraries with one bound store, an agent's and a plain one, on Node's own and with the shim.
 *
 * @type {import('./subject.js').LibrarySubject[]}
 */
export const LIBRARY_CASES = [AGENT, { stores: 1 }].flatMap((stores) => {
  return LIBRARIES.map((library) => ({ library, subscribers: true, ...stores }))
}).flatMap(byEach)

/**
 * Stores with transforms, of one agent and of several.
 *
 * @param {import('../calls/apis.js').Api} api
 */
function agentsOf(api) {
  const one = { api, subscribers: true, ...AGENT }
  return api === 'traceSync' ? [one, { ...one, stores: 3 }, { ...one, stores: 8, ambient: 4 }] : [one]
}

/**
 * @param {import('../calls/apis.js').Api} api
 * @returns {Array<import('../calls/prepare-calls.js').Conditions & { ambient?: number }>}
 */
function conditionsOf(api) {
  if (api.startsWith('instrument')) return [{ api, subscribers: false, stores: 0 }]
  // No channel takes part in withScope, so no subscriber either.
  if (api === 'withScope') return [1, 3].map((stores) => ({ api, subscribers: false, stores }))
  if (api === 'isolate') return [{ api, subscribers: false, stores: 0 }]
  return [
    ...agentsOf(api),
    { api, subscribers: false, stores: 0 },
    ...[0, 1, 3].map((stores) => ({ api, subscribers: true, stores })),
    ...(api === 'traceSync' ? [{ api, subscribers: true, stores: 8 }, { api, subscribers: true, stores: 8, ambient: 4 }] : [])
  ]
}

/**
 * @template T
 * @param {T} conditions
 */
function byEach(conditions) {
  return IMPLEMENTATIONS.map((implementation) => ({ ...conditions, implementation }))
}
