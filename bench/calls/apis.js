// @ts-check

/** The module of each API that is measured. */
export const MODULES = {
  traceSync: './trace-sync.js',
  tracePromise: './trace-promise.js',
  traceCallback: './trace-callback.js',
  runStores: './run-stores.js',
  withScope: './with-scope.js',
  isolate: './isolate.js',
  instrument0: './instrument-0.js',
  instrument2: './instrument-2.js',
  instrument5: './instrument-5.js',
  traceThenable: './trace-thenable.js'
}

/** @typedef {keyof typeof MODULES} Api */

/** What nobody but tracescope has is counted by tests alone. */
const OURS_ALONE = ['traceThenable']

export const APIS = /** @type {Api[]} */ (Object.keys(MODULES).filter((api) => !OURS_ALONE.includes(api)))
