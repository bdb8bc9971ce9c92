import diagnosticsChannel from 'node:diagnostics_channel'
import { BoundedChannel, boundedChannel } from './api/bounded-channel.js'
import { channel, hasSubscribers, subscribe, unsubscribe } from './api/host-functions.js'
import { instrument } from './api/instrument.js'
import { isolate } from './api/isolate.js'
import { TracingChannel, tracingChannel } from './api/tracing-channel.js'
import { watchScopes, withScope } from './api/with-scope.js'
import { RunScope } from './context/run-scope.js'
import { watchStoreScopes, withStoreScope } from './api/with-store-scope.js'
import { adopt } from './context/native-store.js'
import { contextBackend } from './context/select-backend.js'
import { checkEnvironment } from './environment-check.js'
import { announce } from './registry.js'
import { install } from './shim/install.js'

export { Channel } from 'node:diagnostics_channel'
export {
  BoundedChannel, boundedChannel, channel, contextBackend, hasSubscribers, install, instrument, isolate, RunScope,
  subscribe, TracingChannel, tracingChannel, unsubscribe, withScope, withStoreScope
}
export type { BoundedChannelConstructor } from './api/bounded-channel.js'
export type {
  BoundedChannelCollection, BoundedChannelSubscribers, ChannelOf, Handler, StoreOfMessages, Subscriber, TraceFailure,
  TraceOutcome, TracingChannelCollection, TracingChannelSubscribers, TypedChannel
} from './api/channel-types.js'
export type {
  ArgumentsOf, CallbackOptions, ContextOptions, Instrumentable, InstrumentKind, InstrumentOptions,
  NoParameterTakesACallback, OnlyWithKindCallback, OnlyWithoutKind, ResultOptions, Returned, ThisOf, UntilOptions
} from './api/instrument-options.js'
export type { TracingChannelConstructor } from './api/tracing-channel.js'
export type { RunScopeConstructor } from './context/run-scope.js'
export type { Finish, Until } from './trace/until.js'
export type { Installation } from './shim/install.js'
export type { LeftToHost } from './shim/left-to-host.js'
export type { InstallOptions, TracingBehaviour } from './shim/install-options.js'

checkEnvironment()
announce({
  withScope, withStoreScope, BoundedChannel, TracingChannel, watchScopes, watchStoreScopes, adopt, call: (fn) => fn()
})

/** Everything, so that tracescope can stand wherever `node:diagnostics_channel` is imported as a whole. */
export default {
  ...diagnosticsChannel,
  BoundedChannel,
  boundedChannel,
  channel,
  get contextBackend() { return contextBackend },
  install,
  instrument,
  isolate,
  RunScope,
  subscribe,
  TracingChannel,
  tracingChannel,
  unsubscribe,
  withScope,
  withStoreScope
}
