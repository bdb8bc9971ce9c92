import type { AsyncLocalStorage } from 'node:async_hooks'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import tracescope from 'tracescope'

/** Who does the tracing in a scenario: the host, the host with the shim installed, for its storages too, or tracescope's API. */
export type Mode = 'host' | 'shim' | 'shim with storages' | 'api'

/** What scenarios use. Without types: they pass what no type allows. */
export interface Implementation {
  readonly mode: Mode
  channel(name: unknown): any
  tracingChannel(nameOrChannels: unknown): any
  /** Missing on a host that has none. */
  readonly boundedChannel?: (nameOrChannels: unknown) => any
  readonly withStoreScope?: (channel: any, message: unknown) => Disposable
  readonly withScope?: (storage: AsyncLocalStorage<any>, value: unknown) => any
}

/** Gets an implementation; `'shim'` installs it for the rest of the process. */
export function implementation(mode: Mode): Implementation {
  const library: any = mode === 'api' ? tracescope : nodeDiagnosticsChannel
  if (mode === 'shim') tracescope.install()
  if (mode === 'shim with storages') tracescope.install({ storages: true })
  const hostHasScopes = 'withStoreScope' in nodeDiagnosticsChannel.Channel.prototype
  return {
    mode,
    channel: library.channel,
    tracingChannel: library.tracingChannel,
    ...(library.boundedChannel && { boundedChannel: library.boundedChannel }),
    ...(mode === 'api' ? { withStoreScope: tracescope.withStoreScope as any, withScope: tracescope.withScope }
      : hostHasScopes ? { withStoreScope: (channel: any, message: unknown) => channel.withStoreScope(message), withScope: (storage: any, value: unknown) => storage.withScope(value) }
        : {})
  }
}
