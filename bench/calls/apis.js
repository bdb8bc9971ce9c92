/** What is counted and timed, by the module that has its calls. */
export const APIS = [
  'traceSync', 'tracePromise', 'traceCallback', 'runStores', 'withScope', 'isolate',
  'instrument0', 'instrument2', 'instrument5'
]

/** What storages have themselves: it is timed with `storages`, against the host's own. */
export const STORAGE_APIS = ['run', 'runCurrent', 'enterWith']

/** The module that has the calls of an API. @param {string} api */
export function moduleOf(api) {
  if (api.startsWith('trace')) return './traces.js'
  return api.startsWith('instrument') ? './instruments.js' : './scopes.js'
}

/**
 * What a call is made of.
 *
 * @typedef {object} Means
 * @property {any} tracing the implementation's tracing channel
 * @property {import('./storages.js').Storages} storages the stores that are bound to it
 * @property {any} library tracescope's exports, only for itself
 * @property {(value: object) => void} keep makes a value escape
 */

/** @typedef {(means: Means) => (i: number) => any} MakeCall */

/**
 * The calls of an API: by each implementation, the events of a trace that succeeds, which get a subscriber, and whether
 * promises come of them.
 *
 * @typedef {{ events: string[], isAsync?: true } &
 *   Partial<Record<import('./prepare-calls.js').Implementation, MakeCall>>} Calls
 */
