import type { Channel } from 'node:diagnostics_channel'

// Bun forgets a channel that nobody holds, and with it who is subscribed to it. When garbage is collected can't be
// tried, so the host is asked for by its name.
export const forgetsSubscribers = 'Bun' in globalThis

const held = new Set<Channel>()
let sizeOfNextSweep = 16

/** Keeps a channel that somebody has subscribed to, on a host that would forget it. */
export function hold(channel: Channel): void {
  if (!forgetsSubscribers) return
  held.add(channel)
  if (held.size < sizeOfNextSweep) return
  // Somebody may have unsubscribed by the channel's own method.
  held.forEach(letGo)
  sizeOfNextSweep = held.size < 8 ? 16 : held.size * 2
}

/** Keeps a channel no longer, if nobody is subscribed any more. */
export function letGo(channel: Channel): void {
  if (forgetsSubscribers && !channel.hasSubscribers) held.delete(channel)
}
