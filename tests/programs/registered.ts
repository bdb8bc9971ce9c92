import { channel, tracingChannel } from 'node:diagnostics_channel'

// Prints whose behaviour tracing channels have in this process.

class LibraryPromise extends Promise<unknown> {}

const traced = tracingChannel('registered')
traced.start.subscribe(() => {})
const promise = LibraryPromise.resolve()
process.stdout.write(JSON.stringify({
  isInstalled: Symbol.for('tracescope.installation') in globalThis,
  keepsPromises: traced.tracePromise(() => promise, {}) === promise,
  hasStoreScopes: 'withStoreScope' in channel('registered')
}))
