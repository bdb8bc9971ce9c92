import type { Channel } from 'node:diagnostics_channel'

// Which stores are bound to which channel, kept beside what the host keeps: for the reference implementation.

const bound = new WeakMap<Channel, Map<any, any>>()

/** The stores bound to a channel, with their transforms. */
export function boundTo(channel: Channel): ReadonlyMap<any, any> | undefined {
  return bound.get(channel)
}

/** Binds a store, and gives what the host does. */
export function bind(channel: Channel, store: any, transform: any): unknown {
  const result: unknown = channel.bindStore(store, transform)
  if (!bound.has(channel)) bound.set(channel, new Map())
  bound.get(channel)!.set(store, transform)
  return result
}

/** Unbinds a store, and gives what the host does. */
export function unbind(channel: Channel, store: any): unknown {
  const result: unknown = channel.unbindStore(store)
  bound.get(channel)?.delete(store)
  // A channel that becomes active again starts with another map; someone may still walk over this one.
  if (!channel.hasSubscribers) bound.delete(channel)
  return result
}
