// What the live part asks of its host. Nothing is imported: where there is no such module, bundlers and hosts would
// fail.

type Modules = Pick<typeof process, 'getBuiltinModule'>

/**
 * A module of the host, or `undefined` where there is none: not in browsers, and Next's edge throws when it is asked.
 */
export function hostModule(name: string): any {
  try {
    return (globalThis as { process?: Modules }).process!.getBuiltinModule(name)
  } catch {
    return undefined
  }
}

/** The host's channels. */
export const host: any = hostModule('node:diagnostics_channel')

export const { AsyncLocalStorage }: typeof import('node:async_hooks') = hostModule('node:async_hooks') ?? {}

export { report as surfaceOnNextTick } from './errors.js'

/** Whether there is a host with channels and storages: elsewhere nothing of the live part is used. */
export const isLive: boolean = typeof host?.channel === 'function' && typeof AsyncLocalStorage === 'function'

/**
 * Whether the host's channels show who is subscribed and which stores are bound, as those of Node, Bun and Deno.
 * workerd's don't, and a Tail Worker sees what is published there without being subscribed: it is published always.
 */
export const showsInsides: boolean = isLive && '_stores' in host.channel(Symbol())

/** A host that has channels has this, too. */
export const { isPromise }: typeof import('node:util/types') = hostModule('node:util')?.types ?? {}

/**
 * What `host/streams.ts` tells: nothing here, as `stream.finished` of workerd refuses web streams. A stream is a value.
 */
export function isStream(_value: unknown): _value is never {
  return false
}

export function watchStream(): undefined {}
