import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { Channel, channel, tracingChannel } from 'node:diagnostics_channel'
import type { HostMethod } from './host-calls.js'

/**
 * Whether the host is Node, rather than one with a `node:diagnostics_channel` and an AsyncLocalStorage of its own
 * making.
 */
export const isNode = !('Bun' in globalThis || 'Deno' in globalThis)

/** Whether the host has `channel.withStoreScope` and `boundedChannel`, and traces by them: Node 26.3 and later. */
export const hostHasStoreScopes = 'withStoreScope' in Channel.prototype

/** Whether the host has `storage.withScope`: Node 24 and later. */
export const hostHasWithScope = 'withScope' in AsyncLocalStorage.prototype

/** The host's `boundedChannel`, if it has one. Without types: it is given the channels of others. */
export const hostBoundedChannel: ((nameOrChannels: any) => any) | undefined = diagnosticsChannel.boundedChannel

/** Whether a storage in which `undefined` was entered has its default value: not on Node. */
export const hostTakesDefaultForUndefined = takesDefaultForUndefined()

/** Whether a storage's `run` takes back its own value alone: not on Node 24.0, which puts the whole context back. */
export function runKeepsOthers(): boolean {
  const other = new AsyncLocalStorage<boolean>()
  return new AsyncLocalStorage().run(1, () => {
    new AsyncLocalStorage().run(1, () => other.enterWith(true))
    return other.getStore() === true
  })
}

const active = channel('support.host')
active.subscribe(() => {})

/** The classes of the host's channels, by name. That of active channels is not exported: an instance leads to it. */
export const hostPrototypes: Readonly<Record<string, any>> = {
  Channel: Channel.prototype,
  ActiveChannel: Object.getPrototypeOf(active),
  TracingChannel: Object.getPrototypeOf(tracingChannel('support.host')),
  ...(hostBoundedChannel && { BoundedChannel: Object.getPrototypeOf(hostBoundedChannel('support.host')) })
}

function takesDefaultForUndefined(): boolean {
  const storage = new AsyncLocalStorage<boolean | undefined>({ defaultValue: true })
  return storage.getStore() === true && storage.run(undefined, () => storage.getStore()) === true
}

/** The methods of the host that the shim replaces, by class and name. */
export const replacedMethods: ReadonlyArray<readonly [string, HostMethod]> = [
  ['ActiveChannel', 'runStores'],
  ...(hostHasStoreScopes ? [['ActiveChannel', 'withStoreScope']] as const : []),
  ['TracingChannel', 'traceSync'],
  ['TracingChannel', 'tracePromise'],
  ['TracingChannel', 'traceCallback'],
  ...(hostHasStoreScopes ? [['BoundedChannel', 'withScope'], ['BoundedChannel', 'run']] as const : [])
]
