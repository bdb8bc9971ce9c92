import diagnosticsChannel from 'node:diagnostics_channel'
import { BoundedChannel, boundedChannel } from './api/bounded-channel.js'
import { instrument } from './api/instrument.js'
import { isolate } from './api/isolate.js'
import { TracingChannel, tracingChannel } from './api/tracing-channel.js'
import { watchScopes, withScope } from './api/with-scope.js'
import { RunScope } from './context/run-scope.js'
import { watchStoreScopes, withStoreScope } from './api/with-store-scope.js'
import { adopt } from './context/native-store.js'
import { contextBackend } from './context/select-backend.js'
import { announce } from './registry.js'
import { install } from './shim/install.js'

export { Channel, channel, hasSubscribers, subscribe, unsubscribe } from 'node:diagnostics_channel'
export {
  BoundedChannel, boundedChannel, contextBackend, install, instrument, isolate, RunScope, TracingChannel, tracingChannel, withScope,
  withStoreScope
}
export type { Instrumentable, InstrumentKind, InstrumentOptions } from './api/instrument-options.js'
export type { Finish, Until } from './trace/until.js'
export type { Installation } from './shim/install.js'
export type { LeftToHost } from './shim/left-to-host.js'
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
