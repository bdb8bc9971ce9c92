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
  traceThenable: './trace-thenable.js',
  run: './run.js',
  runCurrent: './run-current.js',
  enterWith: './enter-with.js'
}

/** @typedef {keyof typeof MODULES} Api */

/** What nobody but tracescope has is counted by tests alone. */
const OURS_ALONE = ['traceThenable']

/** What storages have themselves: it is timed with `storages`, against the host's own. */
export const STORAGE_APIS = /** @type {const} */ (['run', 'runCurrent', 'enterWith'])

export const APIS = /** @type {Exclude<Api, typeof STORAGE_APIS[number]>[]} */ (Object.keys(MODULES).filter((api) => ![...OURS_ALONE, ...STORAGE_APIS].includes(api)))
