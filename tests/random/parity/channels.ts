import dc from 'node:diagnostics_channel'
import type { TracingChannel } from '../world/ground.js'
import { EVENTS } from '../world/steps.js'

// All programs use the same channels, one after another: some versions of Node abort when a process has made a
// thousand.

const diagnosticsChannel: any = dc

/** What a program may name by accident: see `garbage.ts`. */
const OTHER_NAMES = ['text', '', 'value']

/**
 * How a tracing channel gets its channels: by a name, as an object of channels, or as an object of which some are one
 * and the same.
 */
const KINDS = ['named', 'collected', 'shared'] as const

/** The tracing channels of every program. */
export const tracing: readonly TracingChannel[] = KINDS.map((kind) => {
  const traced = newTracingChannel(kind)
  const { start, end } = traced
  return { channels: traced, traced, bounded: diagnosticsChannel.boundedChannel?.({ start, end }) }
})

const channels: readonly any[] = [
  ...tracing.flatMap(({ traced }) => EVENTS.map((event) => traced[event])),
  ...OTHER_NAMES.map((name) => diagnosticsChannel.channel(name))
]

function newTracingChannel(kind: typeof KINDS[number]): any {
  if (kind === 'named') return diagnosticsChannel.tracingChannel(kind)
  const channels = Object.fromEntries(EVENTS.map((event) => [event, diagnosticsChannel.channel(`${kind}:${event}`)]))
  if (kind === 'shared') {
    const { start, asyncStart } = channels
    Object.assign(channels, { end: start, asyncEnd: asyncStart, error: asyncStart })
  }
  return diagnosticsChannel.tracingChannel(channels)
}

/** Takes from the channels all that a program has left on them. */
export function resetChannels(): void {
  for (const channel of channels) {
    delete channel.publish
    delete channel.runStores
    for (const subscriber of channel._subscribers ?? []) channel.unsubscribe(subscriber)
    for (const store of channel._stores?.keys() ?? []) channel.unbindStore(store)
    // One that was subscribed to with what is no function is active on some hosts, with nobody there.
    channel.subscribe(nobody)
    channel.unsubscribe(nobody)
  }
}

function nobody(): void {}
