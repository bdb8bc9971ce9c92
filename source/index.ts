import diagnosticsChannel from 'node:diagnostics_channel'
import { BoundedChannel, boundedChannel } from './channels/bounded-channel.js'
import { TracingChannel, tracingChannel } from './channels/tracing-channel.js'
import { announce } from './copies.js'
import { adopt } from './host/context/plain.js'
import { contextBackend } from './host/context/way-in-use.js'
import { instrument } from './instrument/instrument.js'
import { install } from './shim/install.js'
import { RunScope } from './stores/run-scope.js'
import { isolate } from './stores/isolate.js'
import { watchScopes, withScope } from './stores/with-scope.js'
import { watchStoreScopes, withStoreScope } from './stores/with-store-scope.js'

export { Channel, channel, hasSubscribers, subscribe, unsubscribe } from 'node:diagnostics_channel'
export {
  BoundedChannel, boundedChannel, contextBackend, install, instrument, isolate, RunScope, TracingChannel, tracingChannel, withScope,
  withStoreScope
}
export type { Instrumentable, InstrumentKind, InstrumentOptions } from './instrument/options.js'
export type { Installation } from './shim/install.js'
export type { InstallOptions, TracingBehaviour } from './shim/install-options.js'

announce({ withScope, withStoreScope, BoundedChannel, watchScopes, watchStoreScopes, adopt, call: (fn) => fn() })

/** Everything, so that tracescope can stand wherever `node:diagnostics_channel` is imported as a whole. */
export default {
  ...diagnosticsChannel,
  BoundedChannel,
  boundedChannel,
  get contextBackend() { return contextBackend },
  install,
  instrument,
  isolate,
  RunScope,
  TracingChannel,
  tracingChannel,
  withScope,
  withStoreScope
}
