// @ts-check

/** The module of each API that is measured. */
export const MODULES = {
  traceSync: './trace-sync.js',
  tracePromise: './trace-promise.js',
  traceCallback: './trace-callback.js',
  runStores: './run-stores.js',
  withScope: './with-scope.js',
  isolate: './isolate.js'
}

/** @typedef {keyof typeof MODULES} Api */

export const APIS = /** @type {Api[]} */ (Object.keys(MODULES))
