import { AsyncLocalStorage } from 'node:async_hooks'
import { Channel } from 'node:diagnostics_channel'

/** Something that the shim stands in for elsewhere, and that was left to the host here. */
export interface LeftToHost {
  /** Its name, e.g. `'TracingChannel#traceSync'`. */
  readonly method: string
  /** Why it was left, in words. */
  readonly reason: string
}

/** Notes that a method was left to the host. */
export type Leave = (method: string, reason: string) => void

/** Why methods are left to the host. */
export const BECAUSE = {
  replacedBefore: 'someone had put another method in its place before, which goes on being called',
  frozen: 'it is frozen: nothing can be put in its place',
  otherRealm: 'tracescope was loaded in a vm context, and what it makes is of another realm than what the host makes',
  contextPutBack: 'AsyncLocalStorage#run puts the whole context back on this host, as Node 24.0 does',
  unknownHost: 'this host does not trace as any that tracescope knows',
  unknownThenables: 'this host does with thenables what no Node does that tracescope knows',
  patchedStorages: 'someone had put another method in its place before tracescope was loaded, ' +
    'and storages are left to the host',
  oneStep: 'it is one step on this host already',
  otherStorages: 'tracescope knows no faster way into the storages of this host than its own',
  publicMethods: 'storages are entered by their public methods in this process'
} as const

/** Notes for all methods of channels that the shim replaces where it can. */
export function leaveChannels(leave: Leave, reason: string): void {
  const scopes = 'withStoreScope' in Channel.prototype
    ? ['ActiveChannel#withStoreScope', 'BoundedChannel#withScope', 'BoundedChannel#run']
    : []
  const traces = ['TracingChannel#traceSync', 'TracingChannel#tracePromise', 'TracingChannel#traceCallback']
  for (const method of ['ActiveChannel#runStores', ...scopes, ...traces]) leave(method, reason)
}

/** Notes the same for all methods of storages. */
export function leaveStorages(leave: Leave, reason: string): void {
  for (const method of ['run', 'enterWith', 'withScope']) {
    if (method in AsyncLocalStorage.prototype) leave(`AsyncLocalStorage#${method}`, reason)
  }
}
