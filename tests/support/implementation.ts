import type { AsyncLocalStorage } from 'node:async_hooks'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import tracescope, { type InstallOptions } from 'tracescope'

/**
 * Who does the tracing in a scenario: the host, the host with the shim installed, for its storages too, with Node 26's
 * behaviour, or tracescope's API.
 */
export type Mode = 'host' | 'shim' | 'shim with storages' | 'node26' | 'node26 with storages' | 'api'

const INSTALLED: Partial<Record<Mode, InstallOptions>> = {
  'shim': {},
  'shim with storages': { storages: true },
  'node26': { behaviour: 'node26' },
  'node26 with storages': { behaviour: 'node26', storages: true }
}

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

/** Gets an implementation; those with the shim install it for the rest of the process. */
export function implementation(mode: Mode): Implementation {
  const library: any = mode === 'api' ? tracescope : nodeDiagnosticsChannel
  const options = INSTALLED[mode]
  if (options) tracescope.install(options)
  const hostHasScopes = 'withStoreScope' in nodeDiagnosticsChannel.Channel.prototype
  return {
    mode,
    channel: library.channel,
    tracingChannel: library.tracingChannel,
    ...(library.boundedChannel && { boundedChannel: library.boundedChannel }),
    ...(mode === 'api' ? { withStoreScope: tracescope.withStoreScope as any, withScope: tracescope.withScope }
      : hostHasScopes ? {
        withStoreScope: (channel: any, message: unknown) => channel.withStoreScope(message),
        withScope: (storage: any, value: unknown) => storage.withScope(value)
      }
        : {})
  }
}
