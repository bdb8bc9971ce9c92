import dc from 'node:diagnostics_channel'
import { hostBoundedChannel, hostHasStoreScopes, hostHasWithScope } from '../../support/host.js'
import type { Tracer } from './ground.js'

/** The host, with whatever is installed in it when it is asked. */
export const hostTracer: Tracer = {
  tracingChannel: (channels) => dc.tracingChannel(channels),
  ...hostBoundedChannel && { boundedChannel: hostBoundedChannel },
  ...hostHasStoreScopes && { withStoreScope: (channel: any, message: unknown) => channel.withStoreScope(message) },
  ...hostHasWithScope && { withScope: (storage: any, value: unknown) => storage.withScope(value) }
}
